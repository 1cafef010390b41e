import type { IncomingMessage } from 'node:http';
import { findRunning } from '../adapters/files/running.js';
import { socketPath } from '../adapters/files/socket-path.js';
import { nodeClock } from '../adapters/node/clock.js';
import { type ProcessBirth, stillRuns } from '../adapters/proc/birth.js';
import type { ActionOutcome, ReloadOutcome } from '../api/action-run.js';
import type { BundleHeader } from '../api/bundle/records.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import type { TimingReport } from '../policy/timing/report.js';
import type { TtySize } from '../ports/spawner.js';
import type {
  ActionRequest,
  EndDocument,
  EventMessage,
  LogMessage,
  LogQuery,
  NamedOutcome,
  ScreenMessage,
  StatusDocument,
  StatusRow,
  TerminalMessage,
  WhyDocument,
} from '../protocol/documents.js';
import type { EventPage, LogPage, ReadEventsRequest, ReadLogsRequest } from '../protocol/pages.js';
import type { LogLine } from '../supervisor/log/line.js';
import type { ProcessDetails } from '../supervisor/process-details.js';
import type { TypedPart } from '../supervisor/terminal/typed-bytes.js';
import type { WaitCondition } from '../supervisor/unit/condition.js';
import { type ClientRequest, endedEarly, lostSocket, NobodyListens, textOf } from './request.js';
import { serverSentEvents } from './server-sent-events.js';
import { sendUnlessSuspended } from './suspension.js';

const pollMs = 2;
/** Milliseconds that a watchdog may take to open its socket, and between two polls. */
const longestOpeningMs = 5000;
const openingPollMs = 20;
/** Milliseconds that a watchdog which said its last word may take to be gone. */
const longestEndMs = 5000;

/**
 * Speaks with the watchdog that runs for a project.
 * Every call throws WatchdogError: NOT_RUNNING where there is none or it ended meanwhile, SUSPENDED, or what the watchdog refused with.
 */
export class ControlClient {
  readonly #find: () => Place;
  readonly #openingMs: number;

  /**
   * @param projectDirectory absolute; the folder of the configuration, which may be gone
   * @param find finds the socket in another way
   * @param openingMs how long a watchdog may take to open it
   */
  constructor(projectDirectory: string, find: () => Place = () => placeIn(projectDirectory), openingMs = longestOpeningMs) {
    this.#find = find;
    this.#openingMs = openingMs;
  }

  /** Speaks with the watchdog at a socket. */
  static at(socket: string): ControlClient {
    return new ControlClient('', () => ({ path: socket }));
  }

  /** The statuses of these processes, or of all, in the order of the file. */
  status(names: readonly string[]): Promise<readonly StatusDocument[]> {
    return this.#json({ method: 'GET', path: '/v1/status', query: { name: names } });
  }

  /** The same with what tables and sentences say of each. */
  statusRows(names: readonly string[]): Promise<readonly StatusRow[]> {
    return this.#json({ method: 'GET', path: '/v1/status', query: { name: names, facts: 'true' } });
  }

  /** Why a process is in its state. */
  why(name: string): Promise<WhyDocument> {
    return this.#json({ method: 'GET', path: '/v1/why', query: { name } });
  }

  /** Carries an action out and waits for what becomes of it. */
  act(action: ActionRequest): Promise<readonly NamedOutcome[]> {
    return this.#json({ method: 'POST', path: '/v1/actions', body: action });
  }

  /** Scales a process to so many replicas, and waits for the outcome. */
  scale(name: string, replicas: number): Promise<ActionOutcome> {
    return this.#json({ method: 'POST', path: '/v1/scale', body: { name, replicas } });
  }

  /** Has the configuration read again. Says what changes, or all that is wrong with it. */
  reload(): Promise<ReloadOutcome> {
    return this.#json({ method: 'POST', path: '/v1/reload' });
  }

  /**
   * Waits until the processes fulfil a condition and, with `fresh`, were started after the newest change of what they watch; returns false
   * when `signal` aborts before.
   */
  async wait(names: readonly string[], condition: WaitCondition, signal: AbortSignal, fresh = false): Promise<boolean> {
    try {
      await this.#json({ method: 'GET', path: '/v1/wait', query: { name: names, for: condition, fresh }, signal });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  /** The lines of logs; with `follow` without an end. */
  logs({ names, ...query }: LogQuery, signal?: AbortSignal): AsyncGenerator<LogMessage> {
    const asked = { method: 'GET', path: '/v1/logs', query: { name: names, ...query } } as const;
    return this.#stream(signal === undefined ? asked : { ...asked, signal });
  }

  /** The events that are kept; with `follow` also those to come, until `signal` aborts. */
  events(follow: boolean, signal?: AbortSignal): AsyncGenerator<EventMessage> {
    return this.#stream({ method: 'GET', path: '/v1/events', query: { follow }, ...(signal === undefined ? {} : { signal }) });
  }

  /** What a dashboard shows, and what changes of it, without an end until `signal` aborts. */
  screen(signal: AbortSignal): AsyncGenerator<ScreenMessage> {
    return this.#stream({ method: 'GET', path: '/v1/screen', signal });
  }

  /** Lines of logs after a cursor, and the cursor after them. */
  readLogs(request: ReadLogsRequest): Promise<LogPage> {
    return this.#json({ method: 'POST', path: '/v1/read-logs', body: request });
  }

  /** Events after a cursor, and the cursor after them. */
  readEvents(request: ReadEventsRequest): Promise<EventPage> {
    return this.#json({ method: 'POST', path: '/v1/read-events', body: request });
  }

  /** Lines of a log with `from <= seq < to`, as many of them as one answer holds. */
  lines(name: string, from: number, to: number, masked = false): Promise<readonly LogLine[]> {
    return this.#json({ method: 'GET', path: '/v1/lines', query: { name, from, to, masked } });
  }

  /** All that is known of a process. */
  details(name: string): Promise<ProcessDetails> {
    return this.#json({ method: 'GET', path: '/v1/details', query: { name } });
  }

  /** What a bundle would have in it. */
  bundleContents(sinceMs: number): Promise<BundleHeader> {
    return this.#json({ method: 'GET', path: '/v1/bundle', query: { since: sinceMs, list: true } });
  }

  /** A bundle as it comes, not compressed. */
  async bundle(sinceMs: number): Promise<AsyncIterable<Buffer>> {
    return this.#send({ method: 'GET', path: '/v1/bundle', query: { since: sinceMs } });
  }

  /** OpenMetrics text. */
  async metrics(): Promise<string> {
    return textOf(await this.#send({ method: 'GET', path: '/v1/metrics' }));
  }

  /** The same as families, each with its type and figures. */
  metricFamilies(): Promise<readonly object[]> {
    return this.#json({ method: 'GET', path: '/v1/metrics', query: { json: true } });
  }

  /** How the project came up; null before anything was started. */
  async timing(): Promise<TimingReport | null> {
    return (await this.#json<{ readonly start: TimingReport | null }>({ method: 'GET', path: '/v1/timing' })).start;
  }

  /** How a process has died, the newest last. */
  crashes(name: string): Promise<readonly CrashCard[]> {
    return this.#json({ method: 'GET', path: '/v1/crashes', query: { name } });
  }

  /** The picture in the terminal of a process, and what changes of it, until `signal` aborts. */
  terminal(name: string, signal: AbortSignal): AsyncGenerator<TerminalMessage> {
    return this.#stream({ method: 'GET', path: '/v1/terminal', query: { name }, signal });
  }

  /** Types into the terminal of a process. */
  async type(name: string, parts: readonly TypedPart[]): Promise<void> {
    await this.#json({ method: 'POST', path: '/v1/type', body: { name, parts } });
  }

  /** Gives the terminal of a process another size. */
  async resize(name: string, { columns, rows }: TtySize): Promise<void> {
    await this.#json({ method: 'POST', path: '/v1/resize', body: { name, columns, rows } });
  }

  /** Stops everything and ends the watchdog. Returns its report once it is gone; undefined where it ended without one. */
  async down(): Promise<EndDocument | undefined> {
    let report: EndDocument | undefined;
    const messages = this.#stream<{ readonly data: EndDocument }>({ method: 'POST', path: '/v1/down' });
    for await (const { data } of messages) report = data;
    // Its end of the connection closes some moments before the program is gone.
    if (report !== undefined) await untilGone(report.watchdog);
    return report;
  }

  /** Sends a request; where the watchdog has its lock and no socket yet, it waits for that. */
  async #send(request: ClientRequest): Promise<IncomingMessage> {
    const deadline = nodeClock.now() + this.#openingMs;
    for (;;) {
      const { path, pid } = this.#find();
      try {
        return await sendUnlessSuspended(path, request, pid);
      } catch (error) {
        if (!(error instanceof NobodyListens) || pid === undefined) throw error;
        if (nodeClock.now() > deadline) throw lostSocket(pid, path);
      }
      await new Promise<void>((resolve) => void nodeClock.setTimer(resolve, openingPollMs));
    }
  }

  async #json<T>(request: ClientRequest): Promise<T> {
    const answer = await this.#send(request);
    try {
      return JSON.parse(await textOf(answer)) as T;
    } catch {
      throw endedEarly();
    }
  }

  async *#stream<M>(request: ClientRequest): AsyncGenerator<M> {
    const answer = await this.#send(request);
    try {
      for await (const message of serverSentEvents(answer)) yield message as M;
    } catch (error) {
      // A watchdog that ends cannot end its answers first.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    }
  }
}

/** Where a watchdog is spoken to. */
interface Place {
  readonly path: string;
  /** Of the watchdog, where one lives, which opens the socket any moment. */
  readonly pid?: number | undefined;
}

function placeIn(projectDirectory: string): Place {
  const running = findRunning(projectDirectory);
  return { path: running?.places?.socket ?? socketPath(projectDirectory), pid: running?.pid };
}

async function untilGone(program: ProcessBirth): Promise<void> {
  const deadline = nodeClock.now() + longestEndMs;
  while (stillRuns(program) && nodeClock.now() < deadline)
    await new Promise<void>((resolve) => void nodeClock.setTimer(resolve, pollMs));
}
