import type { ProbeState } from '../health/probing.js';
import type { Backoff, CircuitOpen, Failed, RestartAnnouncement, RestartState } from '../restart/core.js';
import type { EndRequest, Exit, ExitRecord, Requester } from '../restart/exit.js';
import type { AwaitedDependency } from './awaited.js';
import type { LeftBehind } from './background.js';
import type { StartFault } from './start-fault.js';
import type { Suspension } from './suspension.js';

/** The states of a process: the six of the API's specification, and `waiting`, `backoff`, `completed`; only a container can be `unknown`. */
export const processStateNames = [
  'stopped',
  'waiting',
  'starting',
  'running',
  'stopping',
  'backoff',
  'circuit_open',
  'completed',
  'failed',
  'unknown',
] as const;

/** The name of a state. */
export type ProcessStateName = (typeof processStateNames)[number];

/** What a stopping process becomes: stopped, started again, or a failure of its health or by its use of memory. */
export type StopCause = 'stop' | 'restart' | 'failure';

/** The phase of a process that is up. */
export interface Running {
  readonly name: 'running';
  readonly pid: number;
  readonly since: number;
  /** When it was first ready: healthy, or at once where nothing checks it; null before. */
  readonly readyAt: number | null;
  /** One for each probe of the policy, in its order. */
  readonly probes: readonly ProbeState[];
  /** Up for the minimal uptime. */
  readonly stable: boolean;
  /** Already counted as a success. */
  readonly succeeded: boolean;
  /** Stopped by SIGSTOP or the like, or by a debugger: it exists, but does nothing; null where it does. */
  readonly suspended: Suspension | null;
  /** The user holds its checks: their answers count nothing until they go on, or until its next generation. */
  readonly held: boolean;
  /** Since when its tree has more memory than it may have; null while it has not. */
  readonly overSince: number | null;
}

/**
 * Where a process is in its life. Each phase holds only what exists in it. Times are monotonic milliseconds.
 *
 * ```
 *  stopped ─start→ waiting ─ready→ starting ─spawned→ running ─stop→ stopping ─gone→ stopped
 *                                     │                  │ exit
 *                                   failed               ├→ completed | failed
 *                                                        ├→ backoff ─due→ starting
 *                                                        └→ circuit_open ─cooldown→ starting (the trial)
 * ```
 */
export type Phase =
  /** `restarts` where it starts again after others have ended. */
  | { readonly name: 'stopped'; readonly why: 'new' | 'reset' | Requester; readonly restarts?: boolean }
  | { readonly name: 'waiting' }
  /** `requested` is false while the last generation's leftovers are still alive; `onceUp` is a stop that came meanwhile. */
  | { readonly name: 'starting'; readonly requested: boolean; readonly onceUp: 'run' | 'stop' | 'kill' }
  | Running
  | {
      readonly name: 'stopping';
      /** Null where only leftovers of a child that has ended are being ended. */
      readonly pid: number | null;
      readonly since: number;
      readonly cause: StopCause;
      readonly signal: string;
      /** When SIGKILL follows, or followed. */
      readonly killAt: number;
      readonly forced: boolean;
    }
  | Backoff
  | CircuitOpen
  /** Between two runs of a schedule; reported as `waiting`. `at` is the next, `from` when that was found, both in milliseconds since 1970. */
  | { readonly name: 'scheduled'; readonly at: number; readonly from: number; readonly dueAt: number }
  /** `background` says that it went to the background, where it did; `detached`, what it left running. */
  | { readonly name: 'completed'; readonly exit: ExitRecord; readonly background?: string; readonly detached?: string }
  | Failed;

/** Whether the things that a process depends on let it start. */
export type Gate =
  | { readonly name: 'open' }
  /** `blocked` is there where it can no longer come true. */
  | { readonly name: 'shut'; readonly awaited: AwaitedDependency; readonly blocked: Blocked | undefined };

/** Why what a process waits for can no longer come true by itself. */
export interface Blocked {
  /** The process where that begins. */
  readonly root: string;
  /** "db failed with exit code 1". */
  readonly why: string;
  /** The same in few words: "db failed". */
  readonly brief: string;
}

/** What it watches, beside its last spawn: nothing, the same as then, changed since, or not known since not all can be watched. */
export type WatchedFiles = 'unwatched' | 'same' | 'changed' | 'unknown';

/** All that is known of one process. Immutable; `step` makes the next. */
export interface Lifecycle extends RestartState {
  readonly phase: Phase;
  /** What the user wants. */
  readonly desired: 'up' | 'down';
  /** Grows with every change of phase; a timer armed in an earlier epoch means nothing. */
  readonly epoch: number;
  /** Grows with every spawn; answers and output of an earlier one mean nothing. */
  readonly generation: number;
  /** Children that the system has spawned. */
  readonly startCount: number;
  readonly gate: Gate;
  /** True while something of the last generation is alive after its child has ended. */
  readonly remains: boolean;
  /** True while what a launcher has started lives on without it, as the process. */
  readonly launched: boolean;
  /** Whether those leftovers were sent SIGKILL. */
  readonly killedLeftovers: boolean;
  /** What survived a SIGKILL, by pid, in words; empty as long as nothing did. */
  readonly survivors: string;
  /** How its last run by schedule ended; null as long as none did. */
  readonly lastRun: 'completed' | 'failed' | null;
  /** Who asked for the end of the present generation; null as long as nobody did. */
  readonly asked: EndRequest | null;
  readonly lastExit: ExitRecord | null;
  /** Wall time of the last spawn in milliseconds since 1970, 0 before the first. */
  readonly lastStartTime: number;
  /** Monotonic milliseconds of the last spawn. */
  readonly startedAt: number;
  /** What it changes itself, so that the watch of its files is paused; null where that goes on. */
  readonly watchPaused: string | null;
  readonly files: WatchedFiles;
  /** After the shutdown nothing starts any more. */
  readonly closed: boolean;
}

/** What can happen to a process: commands change what is wanted, facts change what is true. */
export type LifecycleEvent =
  | { readonly type: 'start' }
  /**
   * `signal` takes the place of the policy's first signal or command; `by` is the user where nothing is said; `restarts` says that
   * a restart follows after others have ended.
   */
  | {
      readonly type: 'stop';
      readonly signal?: NodeJS.Signals | undefined;
      readonly by?: Requester;
      readonly restarts?: boolean | undefined;
    }
  | { readonly type: 'kill'; readonly by?: Requester; readonly restarts?: boolean }
  /** `why` says what led to it: "src/a.ts changed". */
  | { readonly type: 'restart'; readonly by?: Requester; readonly why?: string }
  | { readonly type: 'reset' }
  /** The shutdown has begun: nothing starts any more, but what runs goes on until its turn. */
  | { readonly type: 'close' }
  | { readonly type: 'shutdown' }
  | { readonly type: 'gate'; readonly gate: Gate }
  | { readonly type: 'spawned'; readonly generation: number; readonly pid: number }
  | {
      readonly type: 'spawn_failed';
      readonly generation: number;
      readonly fault: StartFault;
      readonly cancelled?: boolean;
    }
  /** `left` says what was alive of it, where it ended with a success code by itself. */
  | { readonly type: 'exited'; readonly generation: number; readonly exit: Exit; readonly left?: LeftBehind }
  /** The oldest member of what a launcher has left is another one now. */
  | { readonly type: 'oldest'; readonly generation: number; readonly pid: number }
  | { readonly type: 'gone'; readonly generation: number }
  | { readonly type: 'stop_command_failed'; readonly generation: number }
  /** `alive` names in words what is alive of the process; only the timers of a stop read it. */
  | { readonly type: 'timer'; readonly timer: TimerName; readonly epoch: number; readonly alive?: string }
  /** It was suspended, or has gone on. */
  | { readonly type: 'suspended'; readonly generation: number; readonly suspended: Suspension | null }
  | { readonly type: 'hold_checks'; readonly held: boolean }
  /** Its tree was measured: so many bytes are resident. */
  | { readonly type: 'memory'; readonly generation: number; readonly bytes: number }
  | { readonly type: 'files'; readonly files: WatchedFiles }
  /** Its next run is at `runAt`, in milliseconds since 1970. */
  | { readonly type: 'schedule'; readonly runAt: number }
  /** The time of its next run has come. */
  | { readonly type: 'due' }
  | { readonly type: 'watch_paused'; readonly path: string | null }
  | {
      readonly type: 'probed';
      readonly generation: number;
      /** Index into the policy's probes. */
      readonly probe: number;
      readonly ok: boolean;
      readonly message: string;
      /** Whether nothing could be asked. */
      readonly unasked?: boolean;
    };

/** The timers of a process. `sweep` is armed with the generation in place of the epoch, since it outlives phases. */
export type TimerName = 'backoff' | 'cooldown' | 'stable' | 'grace' | 'sweep' | `probe:${number}`;

/** What a step wants done, in this order. */
export type Effect =
  | { readonly type: 'spawn'; readonly generation: number }
  /** Signals the group and every descendant of the current child. */
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals }
  /** Runs the user's stop command. */
  | { readonly type: 'stop_command' }
  /** Types the user's keys into the terminal. */
  | { readonly type: 'stop_keys' }
  | { readonly type: 'arm'; readonly timer: TimerName; readonly epoch: number; readonly delayMs: number }
  | { readonly type: 'probe'; readonly probe: number; readonly generation: number }
  | { readonly type: 'announce'; readonly announcement: LifecycleAnnouncement };

/** What is reported outside; the names and fields are those of the events table. */
export type LifecycleAnnouncement =
  | RestartAnnouncement
  | { readonly event: 'starting' | 'stopped' | 'restarting' | 'health_ok' }
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'exited'; readonly exit: ExitRecord }
  | { readonly event: 'error'; readonly error: Error; readonly fault: StartFault }
  | { readonly event: 'health_failed'; readonly failures: number; readonly error: string }
  | { readonly event: 'waiting'; readonly for: string; readonly blocked: string | null };

/** The states by their names in the API; `waiting`, `backoff` and `completed` come beside the six of its specification, and `unknown` for containers. */
export const ProcessState = {
  STOPPED: 'stopped',
  STARTING: 'starting',
  RUNNING: 'running',
  STOPPING: 'stopping',
  FAILED: 'failed',
  CIRCUIT_OPEN: 'circuit_open',
  WAITING: 'waiting',
  BACKOFF: 'backoff',
  COMPLETED: 'completed',
  UNKNOWN: 'unknown',
} as const satisfies Record<string, ProcessStateName>;

/** The name of a state. */
export type ProcessState = ProcessStateName;
