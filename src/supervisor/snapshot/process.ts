import type { Diagnosis } from '../../policy/diagnosis/diagnosis.js';
import type { Health } from '../../policy/health/probing.js';
import type { AwaitedDependency } from '../../policy/process/awaited.js';
import type { Blocked, ProcessStateName, WatchedFiles } from '../../policy/process/lifecycle.js';
import type { Failure } from '../../policy/restart/core.js';
import type { ExitFact, ExitRecord } from '../../policy/restart/exit.js';
import type { Reason, TimedWords } from '../../policy/restart/reason.js';
import { formatSeconds, formatUntil, formatWait } from '../../policy/words/duration.js';
import type { LogRate } from '../log/line-rate.js';

/** What can be supervised, in the order of the rows: processes, containers of an engine, services of a Swarm. */
export const unitKinds = ['process', 'container', 'service'] as const satisfies readonly ProcessSnapshot['kind'][];

/**
 * What the screen and the command line know of one process: plain, immutable, and replaced only when something changed,
 * so that it holds no running number. Running numbers come from `since`, `dueAt` and the time at which it is read.
 */
export interface ProcessSnapshot {
  /** Its name; that of a container begins with `container:`. */
  readonly name: string;
  /** What it is. */
  readonly kind: 'process' | 'container' | 'service';
  /** What is true of it. */
  readonly state: ProcessStateName;
  /** What the user wants. */
  readonly desired: 'up' | 'down';
  /** What its checks say: `none` where there is none, `pending` until the first answer. */
  readonly health: Health;
  /** Null while it does not run. */
  readonly pid: number | null;
  /** Monotonic milliseconds at which it began to run; null while it does not. */
  readonly since: number | null;
  /** Milliseconds from its spawn until it was first ready; null before, and while it does not run. Missing in the rows of an older watchdog. */
  readonly readyAfterMs?: number | null;
  /** Monotonic milliseconds at which something happens by itself (the next start, or SIGKILL); null where nothing is due. */
  readonly dueAt: number | null;
  /** How often it was started. */
  readonly startCount: number;
  /** Automatic restarts since the last success. */
  readonly restartCount: number;
  /** Milliseconds since 1970, 0 before the first start. */
  readonly lastStartTime: number;
  /** Counted health failures in a row. */
  readonly healthFailures: number;
  /** What went wrong last, in words; null where nothing did. */
  readonly lastError: string | null;
  /** What went wrong last; its text is `lastError`. */
  readonly lastFailure: Failure | null;
  /** Failures since the last success, and at how many of them it is restarted no more: the circuit opens, or all restarts are used up. */
  readonly failuresInRow: number;
  readonly failuresAllowed: number;
  /** Why it waits in vain, and the process where that begins; null where it does not. */
  readonly blocked: Blocked | null;
  /** What it waits for; missing where it waits for nothing, and in the rows of an older watchdog. */
  readonly awaited?: AwaitedDependency;
  /**
   * Its last end, where that was a death: unasked, or forced by a check. Null where it never died, where its last end was wanted,
   * and until the last of its output is there. It stays while the next generation runs. Missing in the rows of an older watchdog.
   */
  readonly death?: Death | null;
  readonly exit: ExitRecord | null;
  /** Lines of its log that were found to be errors, over all generations. */
  readonly errors: number;
  /** How fast lines came, as of the last time that any did; null before the first, and in the rows of an older watchdog missing. */
  readonly logRate: LogRate | null;
  /** One plain sentence on why it is in its state, without running numbers. */
  readonly reason: string;
  /** The same with a running number in it, which `reasonAt` knows. Missing where it has none, and in the rows of an older watchdog. */
  readonly timedReason?: TimedWords;
  /** The same for a table that shows the state and the countdown already; perhaps empty. */
  readonly brief: string;
  /** What is unusual about it while it runs, in words: suspended, checks held, watch paused. Missing where nothing is. */
  readonly unusual?: string;
  /** Whether a signal or a debugger has stopped it. Missing counts as false. */
  readonly suspended?: boolean;
  /** What it watches, beside its last spawn. Missing counts as unwatched. */
  readonly files?: WatchedFiles;
  /** Whether the watch of its files is paused. Missing counts as false. */
  readonly watchPaused?: boolean;
  /** Whether the user holds its checks. Missing counts as false. */
  readonly checksHeld?: boolean;
  /** Whether it is down, or being stopped, only until others have ended, in a restart of several. Missing counts as false. */
  readonly restarting?: boolean;
  readonly circuit: CircuitSnapshot;
  /** The names of what it depends on. */
  readonly dependsOn: readonly string[];
  /** Its next run by schedule, in milliseconds since 1970 and in monotonic ones; missing where it waits for none. */
  readonly nextRun?: { readonly at: number; readonly dueAt: number };
  /** How its last run by schedule ended; missing where none did. */
  readonly lastRun?: 'completed' | 'failed';
  /** What the table groups it under; null where it is alone. */
  readonly group: string | null;
  /** False where it has profiles, none of which is active. Missing counts as true. */
  readonly active?: boolean;
  /** What it is a replica of. Missing for none. */
  readonly replicaOf?: string;
  /** How many replicas of a service the Swarm is to run. Missing for what cannot be scaled so. */
  readonly replicas?: number;
  /** The port that it was given; null for none. Missing in the rows of an older watchdog. */
  readonly port?: number | null;
  /** Where a browser finds it; null where nobody says so. Missing in the rows of an older watchdog. */
  readonly url?: string | null;
  /** True where a person must act: failed, circuit open, blocked, or unhealthy. */
  readonly trouble: boolean;
  /** Per cent of one core that its whole tree uses, one decimal; null while it is not up or nobody measures. */
  readonly cpu: number | null;
  /** Bytes that its whole tree has in memory; replaced only where that can be seen. Null as for `cpu`. */
  readonly memory: number | null;
  /** The TCP ports that its tree listens on, ascending; empty too where that is not known. */
  readonly ports: readonly number[];
}

/** An exit, as far as a row shows it. */
export interface Death {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null where the system could not even start it. */
  readonly exit: ExitFact | null;
  /** What it comes from; null where nothing says. */
  readonly cause: Diagnosis | null;
}

/** The circuit breaker of one process, without running numbers. */
export interface CircuitSnapshot {
  readonly state: 'closed' | 'open' | 'half_open';
  /** Monotonic milliseconds of the failures that are still remembered. */
  readonly failureTimes: readonly number[];
  readonly windowMs: number;
  readonly threshold: number;
  readonly openedAt: number | null;
  readonly until: number | null;
  readonly cooldownMs: number;
  /** Whether it is open since a trial failed. Missing counts as false. */
  readonly afterTrial?: boolean;
}

/** The reason as a finished sentence at monotonic time `now`. */
export function reasonAt(snapshot: ProcessSnapshot, now: number): string {
  const { reason, timedReason: timed } = snapshot;
  return timed === undefined ? reason : `${timed.before}${runningNumber(snapshot, timed.time, now)}${timed.after}`;
}

function runningNumber({ dueAt, nextRun, since }: ProcessSnapshot, time: TimedWords['time'], now: number): string {
  if (time === 'due') return formatWait((dueAt ?? now) - now);
  return time === 'next' ? formatUntil((nextRun?.dueAt ?? now) - now) : formatSeconds(now - (since ?? now));
}

/** The reason of a snapshot in its fields. */
export function reasonFields({ full, timed, brief }: Reason): Pick<ProcessSnapshot, 'reason' | 'timedReason' | 'brief'> {
  return { reason: full, ...(timed === undefined ? {} : { timedReason: timed }), brief };
}

/** Whether it neither is up nor is to come up. */
export function isResting({ state, desired }: ProcessSnapshot): boolean {
  return state === 'stopped' || state === 'failed' || (state === 'stopping' && desired === 'down');
}

/** How many failures still count at monotonic time `now`. */
export function countedFailures(circuit: CircuitSnapshot, now: number): number {
  return circuit.failureTimes.filter((time) => now - time < circuit.windowMs).length;
}
