/** Restarts in a row, each soon after the start before it, that make a loop. */
const loopRestarts = 5;

/** Milliseconds after a start within which a change may be the process's own doing. */
const ownDoingMs = 5000;

/** What a change of watched files leads to. */
export interface WatchVerdict {
  /** Restarts in a row that came soon after the start before them, this one included. */
  readonly inRow: number;
  /** True where the process seems to write what it watches, so that a restart would only lead to the next. */
  readonly isLoop: boolean;
}

/**
 * Judges one change of watched files.
 * @param inRow what the last verdict counted
 * @param sinceStartMs milliseconds from the start of the process to the change
 */
export function judgeChange(inRow: number, sinceStartMs: number): WatchVerdict {
  if (sinceStartMs > ownDoingMs) return { inRow: 0, isLoop: false };
  return inRow >= loopRestarts ? { inRow, isLoop: true } : { inRow: inRow + 1, isLoop: false };
}
