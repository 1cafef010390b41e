import type { TreeMember } from '../../ports/spawner.js';
import type { ProcessRow } from '../proc/ps.js';

/** A child and everything that descends from it. */
export interface Tree {
  /** What is alive of it, as far as is known. */
  readonly members: readonly TreeMember[];
  /** What is alive of it now. @throws where the system does not let us read it */
  scan(): readonly ProcessRow[];
  /** What may have come from it and hides that from us, once nothing else of it is left; as far as it is alive. */
  hidden(): readonly TreeMember[];
  /** Whether no other process than these can be of the tree. */
  readonly isExact: boolean;
  /** Signals all that is alive of it. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal to the group of the child; once it has ended, to the groups of what it has launched. */
  send(signal: NodeJS.Signals): void;
  /** To be called when the child itself has ended: from now on an empty tree means gone. */
  exited(): void;
  /** Watches it no longer. */
  abandon(): void;
}

/** Sends a signal to each of the groups of these once. */
export function sendToGroups(rows: readonly ProcessRow[], signal: NodeJS.Signals): void {
  for (const group of new Set(rows.map((row) => row.group))) sendSignal(-group, signal);
}

/** Sends a signal to a process, or to a group by its negative number. Never throws. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended a moment ago, or belongs to another user; the next poll shows which.
  }
}
