import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';

/** The part of a Watchdog that shows how its processes are, and when that changes. */
export interface Observed {
  snapshots(): readonly ProcessSnapshot[];
  /** Returns the way to stop it. */
  onChange(listener: () => void): () => void;
}
