import type { PortHolder } from '../policy/diagnosis/port-holder.js';

/** Which tree is examined. */
export interface TreeRequest {
  /** The pid of the child, which leads its process group. */
  readonly pid: number;
  /** The word with which it was started. */
  readonly mark: string;
  readonly scope: 'all' | 'group';
}

/** One process of a tree, for the user. */
export interface TreeRow {
  readonly pid: number;
  readonly parent: number;
  /** The program's short name. */
  readonly program: string;
  /** The first letter of the system's process state: R, S, D, T. */
  readonly runState: string;
  /** The TCP ports that it listens on, where the system says so. */
  readonly ports: readonly number[];
}

/** Reads what runs on the machine now. Never rejects; what cannot be seen is left out. */
export interface Inspector {
  /** All that is alive of a tree, the child first. */
  tree(request: TreeRequest): Promise<readonly TreeRow[]>;
  /**
   * Whether the living members of a tree, or those that they have waited for, have written anything but its output, so that it may have
   * been into files; undefined where the system does not report it.
   * @param outputBytes how much output of it was received
   */
  hasWritten(request: TreeRequest, outputBytes: number): Promise<boolean | undefined>;
  /** Who listens on a TCP port; undefined where nobody does. */
  portHolder(port: number): Promise<PortHolder | undefined>;
}
