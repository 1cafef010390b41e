import type { ActionOutcome, ProcessAction } from '../action-run.js';
import type { LogReader } from '../supervisor/log-line.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';

export type { ActionOutcome, ProcessAction };

/** Where the dashboard reads and acts. The embedded supervisor is one; a remote one can be another. */
export interface DashboardSource {
  /** The project's name for the header. */
  readonly project: string;
  /** Monotonic milliseconds, comparable with the times in the snapshots. */
  now(): number;
  /** Milliseconds since 1970. */
  wallTime(): number;
  /** All processes in the order of the file. The same array, with the same rows, as long as nothing changed. */
  processes(): readonly ProcessSnapshot[];
  /** Calls `listener` after something changed, rows or logs, at most once per frame. Returns the way to stop it. */
  subscribe(listener: () => void): () => void;
  /** The log of a process; an empty one for a name that is not known. */
  log(name: string): LogReader;
  /** Carries an action out and waits for what becomes of it. Never rejects. */
  act(action: ProcessAction, name: string): Promise<ActionOutcome>;
}
