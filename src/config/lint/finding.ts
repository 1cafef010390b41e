import type { ContainerPolicy } from '../../policy/container/lifecycle.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import type { KeyPath } from '../problems/problem.js';
import { type RawMap, valueAt } from '../schema/merge-defaults.js';
import type { ProcessConfig } from '../schema/process-config.js';

/** Something in one process or container that is valid, and does not do what its reader would expect. */
export interface Finding {
  /** The key that it is about, inside the process or container; one that is written. */
  readonly key: KeyPath;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** True where it is wrong in the defaults already if it is so for one that takes them. */
  readonly ofOne?: boolean;
}

/** A container or process as far as restarts go. */
export interface LintedUnit {
  /** What is written for it, with the `defaults` of the file. */
  readonly written: RawMap;
  readonly policy: ProcessPolicy | Omit<ContainerPolicy, 'probe'>;
}

/** A process with what is written for it. */
export interface LintedProcess extends LintedUnit {
  readonly config: ProcessConfig;
  readonly policy: ProcessPolicy;
}

/** Whether a key is written for it. */
export function isWritten({ written }: LintedUnit, ...key: readonly string[]): boolean {
  return (valueAt(written, key) ?? null) !== null;
}
