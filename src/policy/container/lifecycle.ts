import type { Health, ProbePolicy, ProbeState } from '../health/probing.js';
import type { Backoff, CircuitOpen, Failed, RestartAnnouncement, RestartRules, RestartState } from '../restart/core.js';
import type { EndRequest, ExitRecord, Requester } from '../restart/exit.js';

/** Everything that decides what is done about one container; plain data. */
export interface ContainerPolicy extends RestartRules {
  /** How we ask it ourselves; null where the engine asks, or nobody can. */
  readonly probe: ProbePolicy | null;
}

/** What the engine says of one container, as far as it decides anything. Times are wall times in milliseconds since 1970, 0 for never. */
export interface ContainerFacts {
  readonly id: string;
  /** Running, and not between two lives of its own restart policy. */
  readonly running: boolean;
  readonly paused: boolean;
  /** Down, and the engine is about to start it by the container's own restart policy. */
  readonly restarting: boolean;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly exitCode: number | null;
  /** Whether a process in it was killed since its last start, because it was out of memory; null where the engine does not report it. */
  readonly oomKilled: boolean | null;
  /** What the engine's own check says; none where it has none, or ours takes its place. */
  readonly health: Health;
  /** Its own restart policy, such as "always"; null for none. */
  readonly ownRestart: string | null;
}

/** The phase of a container that runs. `since` is monotonic, everything else as in the facts. */
export interface ContainerRunning {
  readonly name: 'running';
  readonly since: number;
  readonly paused: boolean;
  /** What the engine says. */
  readonly engineHealth: Health;
  /** What our own check has found; null where we do not ask. */
  readonly probe: ProbeState | null;
  readonly stable: boolean;
  readonly succeeded: boolean;
}

/** Why a container is down and stays down. */
type ContainerRest = Requester | 'outside' | 'unobserved' | 'seen' | 'away' | 'reset' | 'created' | 'absent';

interface Alive {
  /** Whether it still runs, unhealthy. */
  readonly alive: boolean;
}

/**
 * Where a container is. Each phase holds only what exists in it. Times are monotonic milliseconds.
 * `classifying_exit` is the moment after an exit in which it shows whether it was asked for; `observed` leaves it to the container's own restart policy.
 */
export type ContainerPhase =
  /** `why` is empty while an answer of the engine is on its way; `before` is what comes back where nothing happened meanwhile. */
  | { readonly name: 'unknown'; readonly why: string; readonly before: ContainerPhase | null; readonly wanted: boolean }
  | ContainerRunning
  | { readonly name: 'classifying_exit'; readonly exit: ExitRecord; readonly exitedAt: number; readonly cleanups: number }
  /** `answered` by the engine, `isExitReported` once a life has ended meanwhile. */
  | { readonly name: 'starting'; readonly by: 'user' | 'failure'; readonly answered: boolean; readonly isExitReported: boolean }
  | { readonly name: 'stopping'; readonly how: 'stop' | 'kill' }
  | (Backoff & Alive)
  | (CircuitOpen & Alive)
  | { readonly name: 'observed'; readonly after: string }
  /** `restarts` where it starts again after others have ended. */
  | { readonly name: 'stopped'; readonly why: ContainerRest; readonly exit: ExitRecord | null; readonly restarts?: boolean }
  | { readonly name: 'completed'; readonly exit: ExitRecord }
  | Failed;

/** All that is known of one container. Immutable; `containerStep` makes the next. */
export interface ContainerLifecycle extends RestartState {
  readonly phase: ContainerPhase;
  readonly desired: 'up' | 'down';
  /** Grows with every change of phase; timers, calls and answers of an earlier one mean nothing. */
  readonly epoch: number;
  /** Null as long as there is no container of the name. */
  readonly id: string | null;
  /** Wall times of its last start and its last end, by the engine's clock; 0 for never. */
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Wall time at which it was sent a signal that ends; 0 for never in this life. */
  readonly askedAt: number;
  /** Wall time at which the engine reported a kill in it for want of memory; 0 for never in this life. */
  readonly oomAt: number;
  /** Whether the engine's events are received, which distinguish an asked-for stop from a crash. */
  readonly eventsConnected: boolean;
  /** Its own restart policy; null for none. */
  readonly ownRestart: string | null;
  readonly startCount: number;
  /** Who asked for the end of the present life; null as long as nobody did. */
  readonly asked: EndRequest | null;
  readonly lastExit: ExitRecord | null;
}

/** What an engine event can say about a container. */
export type EngineEventKind = 'kill' | 'stop' | 'die' | 'cleanup' | 'oom';

/** What can happen to a container: commands of the user, words and answers of the engine, timers, checks. */
export type ContainerEvent =
  | { readonly type: 'start' | 'reset' }
  /** `by` is the user where nothing is said; `restarts` of a stop or kill says that a restart follows after others have ended. */
  | { readonly type: 'stop' | 'kill' | 'restart'; readonly by?: Requester; readonly restarts?: boolean }
  /** A process that depends on it is to run. */
  | { readonly type: 'need' }
  | { readonly type: 'facts'; readonly facts: ContainerFacts }
  /** The engine has no container of the name. */
  | { readonly type: 'absent' }
  | { readonly type: 'away'; readonly because: string }
  /** The engine answers, and does not say how this one is. */
  | { readonly type: 'refused'; readonly because: string }
  | { readonly type: 'events'; readonly connected: boolean }
  /** `ends` distinguishes a signal that ends from one that does not; `at` is a wall time by the engine's clock. */
  | {
      readonly type: 'engine_event';
      readonly word: EngineEventKind;
      readonly ends: boolean;
      readonly exitCode: number | null;
      readonly at: number;
    }
  | { readonly type: 'called'; readonly epoch: number; readonly ok: boolean; readonly message: string }
  | {
      readonly type: 'probed';
      readonly epoch: number;
      readonly ok: boolean;
      readonly message: string;
      readonly unasked?: boolean;
    }
  | { readonly type: 'timer'; readonly timer: ContainerTimer; readonly epoch: number };

/** The timers of a container. */
export type ContainerTimer = 'classify' | 'backoff' | 'cooldown' | 'stable' | 'probe';

/** What a step wants done, in this order. */
export type ContainerEffect =
  | { readonly type: 'call'; readonly call: 'start' | 'stop' | 'restart' | 'kill'; readonly epoch: number }
  /** Asks the engine about it soon. */
  | { readonly type: 'inspect' }
  | { readonly type: 'probe'; readonly epoch: number }
  | { readonly type: 'arm'; readonly timer: ContainerTimer; readonly epoch: number; readonly delayMs: number }
  | { readonly type: 'announce'; readonly announcement: ContainerAnnouncement };

/** What is announced; the names and fields are those of the events table, without the name. */
export type ContainerAnnouncement =
  | RestartAnnouncement
  | { readonly event: 'container_exit'; readonly exit: ExitRecord }
  | { readonly event: 'container_restart' | 'container_health_failed' };

/** The next lifecycle, and what is to be done about it in this order. */
export type ContainerStep = readonly [ContainerLifecycle, readonly ContainerEffect[]];
