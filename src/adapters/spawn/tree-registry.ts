import type { CgroupPlace } from '../cgroup/folder.js';

/** A tree that was spawned, as a program that outlives us must know it. */
export interface TrackedTree {
  /** The word of its spawn, such as `process:api`. */
  readonly mark: string;
  /** The pid of the child, which is also the id of its process group. */
  readonly pid: number;
  /** When it started; with the pid it names one process for good. */
  readonly startTime: number;
  /** `all` ends every descendant with it, `group` only its process group. */
  readonly scope: 'all' | 'group';
  /** The folder of the run's control groups; undefined where the tree has none. */
  readonly cgroups?: CgroupPlace;
}

/** Is given which trees are alive, so that they can be ended when we cannot do it ourselves any more. */
export interface TreeRegistry {
  /** A child is about to be started. */
  starting(): void;
  /** @param kill ends all of it at once, in this turn */
  spawned(tree: TrackedTree, kill: () => void): void;
  /** @param tree the very object that was given to `spawned` */
  gone(tree: TrackedTree): void;
}
