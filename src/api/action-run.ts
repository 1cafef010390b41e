import type { ConfigProblem } from '../config/problems/config-error.js';
import type { SentSignal } from '../policy/process/signals.js';
import type { Requester } from '../policy/restart/exit.js';
import { formatCountdown, formatDuration, formatWait } from '../policy/words/duration.js';
import type { Clock } from '../ports/clock.js';
import { causeAt, causeBesideAt, whyNotAt } from '../supervisor/snapshot/cause.js';
import { type ProcessSnapshot, reasonAt } from '../supervisor/snapshot/process.js';
import { untilHolds, type Wait } from '../supervisor/unit/until-holds.js';
import { lostNeed } from './lost-need.js';
import type { Watchdog } from './watchdog.js';

/** A signal that is sent to a process, which is no request to stop. */
export type SignalAction = `signal:${SentSignal}`;

/** The signal that an action sends; undefined where it is another action. */
export function signalOf(action: string): SentSignal | undefined {
  // Only the type of actions makes such words.
  return action.startsWith(signalPrefix) ? (action.slice(signalPrefix.length) as SentSignal) : undefined;
}

const signalPrefix = 'signal:';

/** What the user can do to a process. `reset` starts it too where its circuit was open. */
export type ProcessAction = PlainAction | SignalAction;

/** The actions but for signals. */
export type PlainAction = SimpleAction | 'kill-restart';

/** The actions that are not made of others. */
type SimpleAction = 'start' | 'stop' | 'restart' | 'reset' | 'kill' | 'hold-checks' | 'resume-checks';

/** What became of an action, in words for a toast or a line: "api restarted, healthy after 1.3s". */
export interface ActionOutcome {
  readonly ok: boolean;
  readonly text: string;
}

/** What became of a reload: what changes, or why nothing does. */
export interface ReloadOutcome extends ActionOutcome {
  /** Missing where it could be read, and from an older watchdog. */
  readonly problem?: ConfigProblem;
}

/** How the front that the user uses wants its outcomes. */
export interface ActionManner {
  /** What resets the circuit of a process, as it reads on in a refusal: "c resets it". */
  readonly resetHint: (name: string) => string;
  /** Whether a start that waits for a dependency is an outcome already, or is waited for. */
  readonly waitingIsOutcome: boolean;
}

/** For a user who sees the states and has keys: names the key, and shows that something waits. */
export const screenManner: ActionManner = { resetHint: () => '{process.reset} resets it', waitingIsOutcome: true };

/** Milliseconds that an outcome waits for the first health check to pass. */
const healthWaitMs = 60_000;

/** One action of the user on one process, and its outcome in words. */
export class ActionRun {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #manner: ActionManner;
  readonly #by: Requester;
  readonly #startedAt: number;

  /** @param by who asks */
  constructor(watchdog: Watchdog, clock: Clock, name: string, manner: ActionManner, by: Requester = 'user') {
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#name = name;
    this.#manner = manner;
    this.#by = by;
    this.#startedAt = clock.now();
  }

  /**
   * Carries the action out. Never rejects.
   * @param restarts of a stop or kill, whether a restart follows after others have ended
   */
  async run(action: SimpleAction | SignalAction, restarts = false): Promise<ActionOutcome> {
    try {
      const signal = signalOf(action);
      if (signal !== undefined) return this.#send(signal);
      switch (action as SimpleAction) {
        case 'start':
          return await this.#start();
        case 'restart':
          return await this.#bringUp('restarted', () => this.#watchdog.restart(this.#name, this.#by));
        case 'stop':
          return await this.#bringDown('stopped', () =>
            restarts
              ? this.#watchdog.endToRestart(this.#name, 'stop', this.#by)
              : this.#watchdog.stop(this.#name, undefined, this.#by),
          );
        case 'kill': {
          // Of what only waits for its next start there is nothing to kill.
          const state = this.#snapshot?.state;
          const done = state === 'backoff' || state === 'circuit_open' || state === 'waiting' ? 'stopped' : 'killed';
          return await this.#bringDown(done, () =>
            restarts ? this.#watchdog.endToRestart(this.#name, 'kill', this.#by) : this.#watchdog.kill(this.#name, this.#by),
          );
        }
        case 'reset':
          return await this.#reset();
        case 'hold-checks':
        case 'resume-checks':
          return this.#holdChecks(action === 'hold-checks');
      }
    } catch (error) {
      return { ok: false, text: error instanceof Error ? error.message : String(error) };
    }
  }

  get #snapshot(): ProcessSnapshot | undefined {
    return this.#watchdog.snapshots().find(({ name }) => name === this.#name);
  }

  async #start(): Promise<ActionOutcome> {
    const snapshot = this.#snapshot;
    if (snapshot?.state !== 'running') return this.#bringUp('started', () => this.#watchdog.start(this.#name));
    if (snapshot.health !== 'pending') return { ok: true, text: `${this.#name} is running already` };
    return this.#becomeHealthy('is running already', snapshot);
  }

  async #bringDown(done: string, end: () => Promise<boolean>): Promise<ActionOutcome> {
    const before = this.#snapshot?.state;
    const wasDown = before === 'stopped' || before === 'completed' || before === 'failed';
    const isDown = await end();
    if (wasDown && isDown) return { ok: true, text: `${this.#name} was not running` };
    if (isDown) return { ok: true, text: `${this.#name} ${done}` };
    return { ok: false, text: `${this.#name} was not ${done}: ${this.#whyNotDown()}` };
  }

  #whyNotDown(): string {
    const now = this.#snapshot;
    if (now === undefined) return 'it is not there';
    // It may be known again as running by now, which says nothing about the stop.
    return now.state === 'running' && now.lastFailure?.kind === 'stop' ? now.lastFailure.text : this.#reason(now);
  }

  async #reset(): Promise<ActionOutcome> {
    const wasOpen = this.#snapshot?.state === 'circuit_open';
    this.#watchdog.resetCircuitBreaker(this.#name);
    if (!wasOpen) return { ok: true, text: `${this.#name}: circuit and counts reset` };
    return this.#bringUp('reset and started', () => this.#watchdog.start(this.#name));
  }

  #send(signal: SentSignal): ActionOutcome {
    if (this.#watchdog.signal(this.#name, signal)) return { ok: true, text: `${this.#name}: ${signal} sent` };
    const why = this.#snapshot?.kind === 'container' ? 'signals are sent to processes only' : 'not running';
    return { ok: false, text: `${this.#name}: ${signal} was not sent: ${why}` };
  }

  #holdChecks(held: boolean): ActionOutcome {
    if (!this.#watchdog.holdChecks(this.#name, held)) return { ok: false, text: `${this.#name} has no checks that run` };
    return {
      ok: true,
      text: held ? `${this.#name}: checks held until they are resumed or it restarts` : `${this.#name}: checks go on`,
    };
  }

  async #bringUp(done: string, begin: () => Promise<boolean>): Promise<ActionOutcome> {
    const up = begin();
    const waiting = this.#until(
      (snapshot) =>
        snapshot.state === 'waiting' &&
        (this.#manner.waitingIsOutcome || lostNeed(snapshot, this.#watchdog.snapshots()) !== undefined),
    );
    const first = await Promise.race([up, waiting.reached.then(() => 'waiting' as const)]);
    waiting.cancel();
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return { ok: false, text: `${this.#name} is not there any more` };
    if (first === 'waiting') {
      const lost = lostNeed(snapshot, this.#watchdog.snapshots());
      const why = lost === undefined ? '' : `; ${lost.brief}`;
      return { ok: !snapshot.trouble && lost === undefined, text: `${this.#name} is ${this.#reason(snapshot)}${why}` };
    }
    if (first) return this.#becomeHealthy(done, snapshot);
    const moved = await this.#watchdog.movedPort(this.#name);
    if (moved === undefined) return this.#refused(await this.#explained(snapshot));
    // It starts again by itself; this joins that start.
    const outcome = await this.#bringUp(done, () => this.#watchdog.start(this.#name));
    return { ...outcome, text: `${outcome.text}; ${moved.why}; it gets ${moved.port} from now on` };
  }

  async #becomeHealthy(done: string, snapshot: ProcessSnapshot): Promise<ActionOutcome> {
    if (snapshot.health === 'none' && (snapshot.state === 'running' || snapshot.state === 'completed')) {
      return { ok: true, text: snapshot.pid === null ? `${this.#name} ${done}` : `${this.#name} ${done}, pid ${snapshot.pid}` };
    }
    const generation = snapshot.startCount;
    const decided = this.#until(
      ({ state, health, startCount }) =>
        state !== 'running' || startCount !== generation || health === 'healthy' || health === 'unhealthy',
    );
    const timeout = this.#clock.setTimer(decided.cancel, healthWaitMs);
    await decided.reached;
    timeout[Symbol.dispose]();
    const now = await this.#explained(snapshot);
    if (now.state === 'running' && now.health === 'healthy') {
      return { ok: true, text: `${this.#name} ${done}, healthy after ${formatDuration(this.#clock.now() - this.#startedAt)}` };
    }
    if (now.state === 'running') return { ok: false, text: `${this.#name} ${done}, but ${now.brief || 'not healthy yet'}` };
    return { ok: false, text: `${this.#name} ${done}, but then: ${this.#whyFailed(now)}` };
  }

  #refused(snapshot: ProcessSnapshot): ActionOutcome {
    if (snapshot.state === 'circuit_open') {
      const { dueAt } = snapshot;
      const due = dueAt === null ? 'no automatic trial' : `trial in ${formatCountdown(dueAt - this.#clock.now())}`;
      return { ok: false, text: `${this.#name}: circuit open, ${due}; ${this.#manner.resetHint(this.#name)}` };
    }
    return {
      ok: false,
      text: `${this.#name} did not start: ${this.#whyFailed(snapshot)}`,
    };
  }

  /** How it is now; what it has died of, if it has just ended, is known. */
  async #explained(snapshot: ProcessSnapshot): Promise<ProcessSnapshot> {
    await this.#watchdog.untilExplained([this.#name]);
    return this.#snapshot ?? snapshot;
  }

  /** Of what has failed, the cause, and what happens next. */
  #whyFailed(snapshot: ProcessSnapshot): string {
    const [now, wall] = [this.#clock.now(), this.#clock.wallTime()];
    const { state, death, restartCount, dueAt } = snapshot;
    // What never started has left no output to find more in.
    if (state === 'failed')
      return death?.exit === null ? snapshot.brief : (causeAt(snapshot, now, wall) ?? this.#reason(snapshot));
    const cause = causeBesideAt(snapshot, now, wall);
    if (state !== 'backoff' || cause === null) return whyNotAt(snapshot, now, wall);
    return `${cause}; restart ${restartCount} in ${formatWait((dueAt ?? now) - now)}`;
  }

  #reason(snapshot: ProcessSnapshot): string {
    return reasonAt(snapshot, this.#clock.now());
  }

  /** Waits until the snapshot fulfils `test`, or the process is not there any more. */
  #until(test: (snapshot: ProcessSnapshot) => boolean): Wait {
    return untilHolds(
      (listener) => this.#watchdog.onChange(listener),
      () => this.#snapshot === undefined || test(this.#snapshot),
    );
  }
}
