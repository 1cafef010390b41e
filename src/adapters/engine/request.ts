import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { formatDuration } from '../../policy/words/duration.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { EngineFault } from '../../ports/container-engine.js';
import { sayNetworkFault } from '../net/fault.js';
import { type EngineAddress, type EngineSearch, findEngine } from './address.js';

/** Milliseconds of silence after which the system asks whether the other side is there. */
const keepAliveMs = 30_000;

/** What is asked of the engine. The path has no version: every engine answers those with its own. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sent as JSON; nothing where it is missing. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** A request whose answer is read whole. */
export interface EngineQuestion extends Omit<EngineRequest, 'signal'> {
  /** Milliseconds after which the whole answer must be there. */
  readonly limitMs: number;
}

/** No answer that is read whole is longer, in bytes. */
const longestAnswer = 64 * 1024 * 1024;

/** Of the refusal of a stream so many bytes are read, for its words, and for so many milliseconds. */
const longestRefusal = 64 * 1024;
const refusalMs = 5000;

/** An answer of the engine, whatever its status, of which only the head is there yet. */
export interface EngineAnswer {
  readonly message: IncomingMessage;
  /** Which engine it is, and where: "Docker 27.1 at /var/run/docker.sock". */
  readonly engine: string;
}

/** Why no engine answers, in as few words as a row of the table has room for. */
function sayAway(name: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `no container engine at ${name}`;
  return `the container engine at ${name} does not answer: ${sayNetworkFault(error)}`;
}

/**
 * Sends a request and returns its answer. The engine is located again each time, since it may come later or elsewhere.
 * @throws EngineFault where nobody answers
 */
export function sendToEngine(search: EngineSearch, request: EngineRequest): Promise<EngineAnswer> {
  const address = findEngine(search);
  if ('fault' in address) return Promise.reject(new EngineFault('away', address.fault));
  const { method, path, query = {}, body, signal } = request;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const send = 'tls' in address ? httpsRequest : httpRequest;
  const parameters = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return new Promise((resolve, reject) => {
    const away = (error: NodeJS.ErrnoException): void => reject(new EngineFault('away', sayAway(address.name, error)));
    const sent = send(
      {
        ...place(address),
        method,
        path: parameters.length === 0 ? path : `${path}?${parameters.join('&')}`,
        headers: { host: 'engine', ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      },
      (message) => resolve({ message, engine: sayEngine(String(message.headers.server ?? ''), address.name) }),
    );
    sent.on('error', away);
    // So that a stream from an engine that has vanished without a word ends some time.
    sent.setSocketKeepAlive(true, keepAliveMs);
    sent.end(text);
  });
}

/** A whole answer of the engine. */
export interface WholeAnswer extends Pick<EngineAnswer, 'engine'> {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends a request and reads its whole answer.
 * @throws EngineFault where nobody answers, not in time, or the engine refuses, in its own words
 */
export async function askEngine(search: EngineSearch, { limitMs, ...request }: EngineQuestion): Promise<WholeAnswer> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const { message, engine } = await sendToEngine(search, { ...request, signal: limit });
    const status = message.statusCode ?? 0;
    const body = await textOf(message, longestAnswer);
    // 304: it is so already. 404 is for the caller to understand.
    if (status < 400 || status === 404) return { status, body, engine };
    throw new EngineFault('refused', refusalIn(body) ?? `the container engine answered with status ${status}`);
  } catch (error) {
    if (limit.aborted) throw new EngineFault('silent', `the container engine did not answer within ${formatDuration(limitMs)}`);
    throw error;
  }
}

/** The words in which a stream was refused. */
export async function refusalOf(answer: IncomingMessage): Promise<string> {
  const limit = setTimeout(() => answer.destroy(), refusalMs);
  const said = await textOf(answer, longestRefusal).then(refusalIn, () => undefined);
  clearTimeout(limit);
  return said ?? `the container engine answered with status ${answer.statusCode}`;
}

/** What the engine says in an answer that refuses; undefined where it says nothing. */
export function refusalIn(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' && message.trim() !== '' ? plainLine(message).trim() : undefined;
  } catch {
    return undefined;
  }
}

function sayEngine(server: string, place: string): string {
  const [, program, version] = /^(Docker|Libpod)\/([\w.+-]+)/.exec(server) ?? [];
  return program === undefined ? place : `${program === 'Libpod' ? 'Podman' : program} ${version} at ${place}`;
}

async function textOf(answer: IncomingMessage, longest: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longest) throw new EngineFault('refused', 'the answer of the container engine is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof EngineFault) throw error;
    throw new EngineFault('away', `the connection to the container engine was lost: ${sayNetworkFault(error as Error)}`);
  }
  return Buffer.concat(chunks).toString();
}

function place(address: Exclude<EngineAddress, { readonly fault: string }>): object {
  if ('socketPath' in address) return { socketPath: address.socketPath };
  const { host, port, tls } = address;
  // Its certificate is for this name, and never for an address.
  return { host, port, ...(tls === undefined ? {} : { ...tls, servername: isIP(host) === 0 ? host : '' }) };
}
