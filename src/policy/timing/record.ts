import type { DependencyCondition } from '../process/awaited.js';

/** Something that a process depended on when it started, and when that was so. */
interface AwaitedDependency {
  readonly name: string;
  readonly condition: DependencyCondition;
  /** Milliseconds after the start of the project; null as long as it is not so. */
  readonly metMs: number | null;
}

/** How far a process came: `pending` is on its way, `failed` came to an end before it was ready, `stopped` was not wanted any more. */
export type StartOutcome = 'pending' | 'ready' | 'failed' | 'stopped';

/** How one process came up when the project started. Times are milliseconds after the start of the project. */
export interface ProcessStart {
  readonly name: string;
  readonly waitedFor: readonly AwaitedDependency[];
  /** When its first child was spawned; null before. */
  readonly spawnedMs: number | null;
  /** When it was first ready: healthy, or up where it has no check; null before. */
  readonly readyMs: number | null;
  /** When it first completed; null where it never did. */
  readonly completedMs: number | null;
  /** Children that were spawned until it was ready. */
  readonly spawns: number;
  readonly outcome: StartOutcome;
}

/** One start of a project: everything that was to come up with it. */
export interface ProjectStart {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In the order of the file. */
  readonly processes: readonly ProcessStart[];
}

/** Whether nothing of a start is on its way any more. */
export function isSettled({ processes }: ProjectStart): boolean {
  return processes.every(({ outcome }) => outcome !== 'pending');
}
