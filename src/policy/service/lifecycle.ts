import type { Failure } from '../restart/core.js';
import type { ServiceFacts, SwarmTask } from './facts.js';

/** Where a service is. Times are monotonic milliseconds. The Swarm acts; we only see, and ask it to scale. */
export type ServicePhase =
  /** `why` is empty before the first answer. */
  | { readonly name: 'unknown'; readonly why: string }
  | { readonly name: 'absent' }
  | { readonly name: 'stopped' }
  | { readonly name: 'stopping' }
  | { readonly name: 'starting' }
  | { readonly name: 'running'; readonly since: number }
  | { readonly name: 'completed' }
  | { readonly name: 'failed'; readonly because: string };

/** A command that is under way. */
export interface ServiceOrder {
  readonly goal: 'up' | 'down';
  /** Monotonic time at which the Swarm took note; null before. Only what was asked later says how it went. */
  readonly takenAt: number | null;
  /** Whether an answer of after that has come. */
  readonly isSeen: boolean;
  /** Why it will not be reached, and since when that is known, in monotonic time; null as long as it may be. */
  readonly refused: { readonly why: string; readonly at: number } | null;
}

/** All that is known of one service. Immutable; `serviceStep` makes the next. */
export interface ServiceLifecycle {
  readonly phase: ServicePhase;
  readonly desired: 'up' | 'down';
  /** Grows with every command. */
  readonly epoch: number;
  /** Null before the Swarm has said anything. */
  readonly facts: ServiceFacts | null;
  readonly order: ServiceOrder | null;
  /** How many replicas it had when it last had any; null where that is not known. */
  readonly lastReplicas: number | null;
  /** Something that depends on it is to run, and it is not known yet whether it does. */
  readonly isNeeded: boolean;
  /** How often it came up. */
  readonly startCount: number;
  /** Tasks that have failed since it was last up for long enough. */
  readonly failures: number;
  /** Monotonic times of those that were seen to fail. */
  readonly failureTimes: readonly number[];
  readonly lastFailure: Failure | null;
  /** The task that failed of late, or whose place is still empty; null where none is. */
  readonly fault: SwarmTask | null;
  /** The failed tasks that are counted already; null before the first answer, whose failures are from before. */
  readonly known: ReadonlySet<string> | null;
  /** Monotonic time since when all replicas run; null while they do not. */
  readonly fullSince: number | null;
}

/** What can happen to a service. */
export type ServiceEvent =
  | { readonly type: 'start' | 'stop' | 'restart' | 'need' | 'reset' }
  | { readonly type: 'scale'; readonly replicas: number }
  /** `askedAt` is the monotonic time of the question. */
  | { readonly type: 'facts'; readonly facts: ServiceFacts; readonly askedAt: number }
  /** The Swarm has no service of the name. */
  | { readonly type: 'absent'; readonly askedAt: number }
  | { readonly type: 'away'; readonly because: string }
  /** What was asked for was taken note of, or refused. */
  | { readonly type: 'called'; readonly epoch: number; readonly refusal: string | null };

/** What a step wants done. */
export type ServiceEffect =
  | { readonly type: 'scale'; readonly replicas: number; readonly epoch: number }
  | { readonly type: 'force_update'; readonly epoch: number }
  /** Asks the Swarm soon. */
  | { readonly type: 'inspect' };

/** The next lifecycle, and what is to be done about it. */
export type ServiceStep = readonly [ServiceLifecycle, readonly ServiceEffect[]];
