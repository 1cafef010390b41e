import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { assertOwn } from '../adapters/files/private-folder.js';
import { type ErrorCode, errorTable, WatchdogError } from '../policy/words/errors.js';
import type { RefusalDocument } from '../protocol/documents.js';

type QueryValue = string | number | boolean | readonly string[] | undefined;

/** What is asked of a watchdog. */
export interface ClientRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: object;
  /** Breaks the request off. */
  readonly signal?: AbortSignal;
}

/**
 * Sends a request and returns its answer, of which only the head is there yet.
 * @throws WatchdogError NOT_RUNNING where nobody answers, or what the watchdog refused with
 */
export async function send(socket: string, { method, path, query = {}, body, signal }: ClientRequest): Promise<IncomingMessage> {
  assertOwnSocket(socket);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest({
      socketPath: socket,
      method,
      path: `${path}?${searchOf(query)}`,
      // An agent would find out whether its host is an address, by an expression that takes 5 ms to compile.
      createConnection: () => connect(socket),
      ...(signal === undefined ? {} : { signal }),
    });
    request.on('response', resolve);
    request.on('error', (error) => reject(unreachable(error)));
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
  if (answer.statusCode !== 200) throw await refusalIn(answer);
  return answer;
}

/** Nobody listens at the socket: no watchdog runs, or its socket is not open yet. */
export class NobodyListens extends WatchdogError {
  constructor() {
    super('NOT_RUNNING', 'no watchdog runs here; start one with: watchdog up');
  }
}

/** What is thrown where a watchdog lives and nothing listens at its socket, which something else may have replaced. */
export function lostSocket(pid: number, socket: string): WatchdogError {
  const hint = `kill ${pid} ends it with its processes`;
  return new WatchdogError('NOT_RUNNING', `the watchdog here, pid ${pid}, does not listen at ${socket}; ${hint}`);
}

/** The whole text of an answer. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What is thrown where the watchdog ended between a request and its answer. */
export function endedEarly(): WatchdogError {
  return new WatchdogError('NOT_RUNNING', 'the watchdog ended before it answered');
}

function assertOwnSocket(socket: string): void {
  try {
    assertOwn(dirname(socket));
  } catch (error) {
    throw unreachable(error as Error);
  }
}

function unreachable(error: NodeJS.ErrnoException): WatchdogError {
  switch (error.code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new NobodyListens();
    case 'ECONNRESET':
    case 'EPIPE':
      return endedEarly();
    default:
      return new WatchdogError('NOT_RUNNING', `the watchdog here cannot be reached: ${error.message}`);
  }
}

function searchOf(query: Readonly<Record<string, QueryValue>>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(key, String(each));
  }
  return search;
}

async function refusalIn(answer: IncomingMessage): Promise<WatchdogError> {
  const { code, message } = parseRefusal(await textOf(answer));
  return new WatchdogError(code in errorTable ? (code as ErrorCode) : 'INTERNAL', message);
}

function parseRefusal(text: string): { readonly code: string; readonly message: string } {
  try {
    return (JSON.parse(text) as RefusalDocument).error;
  } catch {
    return { code: 'INTERNAL', message: `unexpected answer of the watchdog: ${text.slice(0, 200)}` };
  }
}
