import type { TreeReading } from '../policy/process/usage.js';

/** A tree of processes to be measured. */
export interface SampledTree {
  /** The word of its spawn. */
  readonly mark: string;
  /** The child, which is alive. */
  readonly pid: number;
  /** `all` counts every descendant, `group` only its process group. */
  readonly scope: 'all' | 'group';
}

/** What a tree of processes uses; `cpuMs` only where the system counts the tree as one. */
export type TreeUsage = Pick<TreeReading, 'members' | 'cpuMs'>;

/** What trees use, by their marks. A tree of which nothing could be read is not in it. */
export type TreeUsages = ReadonlyMap<string, TreeUsage>;

/** Reads what trees of processes use of the machine. */
export interface UsageSampler {
  /** How many processors there are. */
  readonly cores: number;
  /** Milliseconds of work that its readings have been so far: what they cost a busy machine too, and not how long they waited for it. */
  readonly workMs: number;
  /** Reads all trees in one pass over the system's processes. Never rejects. */
  sample(trees: readonly SampledTree[]): Promise<TreeUsages>;
  /**
   * The TCP ports that these members listen on, ascending, by the trees' marks; empty where the system does not report them cheaply.
   * Never rejects.
   */
  ports(usages: TreeUsages): Promise<ReadonlyMap<string, readonly number[]>>;
}
