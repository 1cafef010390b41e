import { nodeClock } from '../adapters/node/clock.js';
import type { ActionOutcome, ProcessAction } from '../api/action-run.js';
import type { WaitOptions } from '../api/wait-for.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import { writtenDuration } from '../policy/words/duration.js';
import { WatchdogError } from '../policy/words/errors.js';
import { checkOptions } from '../policy/words/known-options.js';
import type { EndDocument, EventMessage, LogMessage, NamedOutcome, StatusDocument, WhyDocument } from '../protocol/documents.js';
import type { ProcessDetails } from '../supervisor/process-details.js';
import { whyNot } from '../supervisor/snapshot/cause.js';
import { fulfils, type WaitCondition } from '../supervisor/unit/condition.js';
import { ControlClient } from './client.js';
import { projectFolder } from './project-folder.js';

/** Which watchdog is spoken to, and as whom. */
export interface ConnectOptions {
  /** The folder of its project, or one below it. @default the current one */
  readonly cwd?: string | undefined;
  /** The path of its control socket, in place of a folder. */
  readonly socket?: string | undefined;
  /** What this program calls itself: what it ends is `by` `client:NAME` then, and by the user without a name. @default none */
  readonly name?: string | undefined;
}

/** Which lines of logs are read. */
export interface LogOptions {
  /** At most so many of the newest lines of each log that are kept. @default all */
  readonly tail?: number | undefined;
  /** Only those of the last so many milliseconds. @default all */
  readonly since?: number | undefined;
  /** Whether the lines to come follow. @default false */
  readonly follow?: boolean | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** Which events are read. */
export interface EventOptions {
  /** Whether those to come follow the ones that are kept. @default false */
  readonly follow?: boolean | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** One name, glob or `@group`, or several. */
export type Names = string | readonly string[];

/**
 * Finds the watchdog that runs for a project.
 * @throws WatchdogError NOT_RUNNING where none does, CONFIG_INVALID where there is no project, USAGE for an unknown option
 */
export async function connect(options: ConnectOptions = {}): Promise<RunningWatchdog> {
  checkOptions('connect()', options, { cwd: 'string', socket: 'string', name: 'string' });
  const { cwd = process.cwd(), socket, name } = options;
  const client = socket === undefined ? new ControlClient(projectFolder([], cwd)) : ControlClient.at(socket);
  await client.status([]);
  return new RunningWatchdog(client, name);
}

/**
 * A watchdog that runs elsewhere. Each call is a request of its own, so there is nothing to be closed, and it goes on with the next
 * watchdog of the same project. Every call throws WatchdogError: NOT_RUNNING where it has ended, SUSPENDED, or what the watchdog refused with.
 */
export class RunningWatchdog {
  readonly #client: ControlClient;
  readonly #name: string | undefined;

  /** @internal */
  constructor(client: ControlClient, name: string | undefined) {
    this.#client = client;
    this.#name = name;
  }

  /** The statuses of these processes, or of all, in the order of the file. */
  status(names: Names = []): Promise<readonly StatusDocument[]> {
    return this.#client.status(listOf(names));
  }

  /** Why a process is in its state, with its dependencies and its last exits. */
  why(name: string): Promise<WhyDocument> {
    return this.#client.why(name);
  }

  /** All that is known of a process beside its status and its crashes. */
  details(name: string): Promise<ProcessDetails> {
    return this.#client.details(name);
  }

  /** How a process has died, the newest last. */
  crashes(name: string): Promise<readonly CrashCard[]> {
    return this.#client.crashes(name);
  }

  /** Starts processes and what they need, and waits until each runs, or is healthy where it has a check. */
  start(names: Names): Promise<readonly NamedOutcome[]> {
    return this.#act('start', names);
  }

  /** Stops processes and waits until they are gone; dependents before what they depend on. */
  stop(names: Names): Promise<readonly NamedOutcome[]> {
    return this.#act('stop', names);
  }

  /** Stops processes if they are up, and starts them. */
  restart(names: Names): Promise<readonly NamedOutcome[]> {
    return this.#act('restart', names);
  }

  /** Stops processes without grace. */
  kill(names: Names): Promise<readonly NamedOutcome[]> {
    return this.#act('kill', names);
  }

  /** Closes circuits and zeroes counts; starts what the circuit kept down. */
  reset(names: Names): Promise<readonly NamedOutcome[]> {
    return this.#act('reset', names);
  }

  /**
   * Waits until all these processes are as `condition` wants them at the same time.
   * @throws WatchdogError TIMEOUT with the reasons; the reason of the signal where that aborts
   */
  async waitFor(names: Names, condition: WaitCondition, options: WaitOptions = {}): Promise<void> {
    checkOptions('waitFor()', options, { timeout: 'milliseconds', signal: 'object' });
    const { timeout, signal } = options;
    signal?.throwIfAborted();
    const late = new AbortController();
    using _timer = timeout === undefined ? undefined : nodeClock.setTimer(() => late.abort(), timeout);
    const over = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    if (await this.#client.wait(listOf(names), condition, over)) return;
    signal?.throwIfAborted();
    const missing = (await this.#client.statusRows(listOf(names))).filter((status) => !fulfils(status, condition));
    if (missing.length === 0) return;
    const after = writtenDuration(timeout ?? 0);
    const lines = missing.map(
      (status) => `${status.name} is not ${condition} after ${after}: ${whyNot(status, status.facts.causeBeside)}`,
    );
    throw new WatchdogError('TIMEOUT', lines.join('; '));
  }

  /**
   * The lines of logs: a `line` for each, `missed` with a count where they are kept nowhere any more, and `live` between
   * what was there and what comes.
   */
  async *logs(names: Names = [], options: LogOptions = {}): AsyncGenerator<LogMessage> {
    checkOptions('logs()', options, { tail: 'any', since: 'milliseconds', follow: 'boolean', signal: 'object' });
    const { tail, since, follow = false, signal } = options;
    const bounds = { ...(tail === undefined ? {} : { n: tail }), ...(since === undefined ? {} : { since }) };
    yield* untilAborted(this.#client.logs({ names: listOf(names), follow, ...bounds }, signal), signal);
  }

  /** The last events, oldest first; with `follow` also those to come. `missed` counts those that this reader was too slow for. */
  async *events(options: EventOptions = {}): AsyncGenerator<EventMessage> {
    checkOptions('events()', options, { follow: 'boolean', signal: 'object' });
    const { follow = false, signal } = options;
    yield* untilAborted(this.#client.events(follow, signal), signal);
  }

  /** Has the configuration read again; one with problems changes nothing. */
  reload(): Promise<ActionOutcome> {
    return this.#client.reload();
  }

  /** Stops everything and ends the watchdog. Resolves with its report once it is gone; undefined where it ended without one. */
  down(): Promise<EndDocument | undefined> {
    return this.#client.down();
  }

  #act(action: ProcessAction, names: Names): Promise<readonly NamedOutcome[]> {
    const client = this.#name === undefined ? {} : { client: this.#name };
    return this.#client.act({ action, names: listOf(names), ...client });
  }
}

function listOf(names: Names): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

/** The same messages, which end where the signal aborts. */
async function* untilAborted<M>(messages: AsyncGenerator<M>, signal: AbortSignal | undefined): AsyncGenerator<M> {
  try {
    yield* messages;
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
