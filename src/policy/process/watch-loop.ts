/** Changes at a steady distance from the start that raise the suspicion that the process makes them itself. */
const steadyChanges = 3;

/** Later than this after its start, a change is not suspected, in milliseconds. */
const longestDistanceMs = 10_000;

/** By how much the next restart is delayed each time, so that what follows the start can be distinguished from what does not; in milliseconds. */
const delayStepMs = 1000;

/** How often a change must move with the start before it is the process's own. */
const ownChanges = 2;

/** What is remembered of the changes so far. */
export interface WatchMemory {
  /** Milliseconds from the start to the change, of the last changes that were restarted for; oldest first. */
  readonly distances: readonly number[];
  /** The steady distance that is under suspicion; null where none is. */
  readonly suspected: number | null;
  /** By how much the last restart was delayed, in milliseconds. */
  readonly delayMs: number;
  /** Changes in a row that moved with a delayed start. */
  readonly own: number;
  /** Whether a pause has ended, so that one change of its own brings the next. */
  readonly isOnProbation: boolean;
}

/** Before the first change, and after the user's restart. */
export const noChanges: WatchMemory = { distances: [], suspected: null, delayMs: 0, own: 0, isOnProbation: false };

/** What a change of watched files leads to: a restart after a while, or a pause where the process changes its files itself. */
export type WatchVerdict =
  | { readonly does: 'restart'; readonly delayMs: number; readonly memory: WatchMemory }
  | { readonly does: 'pause'; readonly memory: WatchMemory };

/**
 * Judges one change of watched files. A loop is distinguished from an editor that saves by itself by what moves: after changes at a steady
 * distance from the start the restart is delayed; the process's own next change moves with the start, an editor's does not.
 * @param sinceStartMs milliseconds from the start of the process to the change
 */
export function judgeChange(memory: WatchMemory, sinceStartMs: number): WatchVerdict {
  const { suspected, delayMs, own, isOnProbation } = memory;
  if (suspected === null) return judgeUnsuspected(memory, sinceStartMs);
  const isOwn = Math.abs(sinceStartMs - suspected) < (delayMs || delayStepMs) / 2;
  if (isOwn && (isOnProbation || own + 1 >= ownChanges)) {
    return { does: 'pause', memory: { ...memory, delayMs: 0, own: 0, isOnProbation: true } };
  }
  if (isOwn) {
    const next = delayMs + delayStepMs;
    return { does: 'restart', delayMs: next, memory: { ...memory, delayMs: next, own: own + 1 } };
  }
  return { does: 'restart', delayMs: 0, memory: isOnProbation ? memory : noChanges };
}

/**
 * Judges a change that comes while a restart is delayed. What only follows the start has no cause to come now; but a process that
 * writes at regular times comes twice as late.
 * @param isSingle whether it comes after some quiet, and is no part of the burst before
 */
export function judgeBetween(memory: WatchMemory, sinceStartMs: number, isSingle: boolean): WatchMemory {
  const { suspected, isOnProbation } = memory;
  const isRegular = suspected !== null && Math.abs(sinceStartMs - 2 * suspected) < delayStepMs / 8;
  return !isSingle || isRegular || isOnProbation ? memory : noChanges;
}

function judgeUnsuspected(memory: WatchMemory, sinceStartMs: number): WatchVerdict {
  const distances = [...memory.distances, sinceStartMs].slice(-steadyChanges);
  const [least, most] = [Math.min(...distances), Math.max(...distances)];
  const isSteady = distances.length === steadyChanges && most <= longestDistanceMs && most - least < delayStepMs / 2;
  if (!isSteady) return { does: 'restart', delayMs: 0, memory: { ...memory, distances } };
  const suspected = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return { does: 'restart', delayMs: delayStepMs, memory: { ...memory, distances: [], suspected, delayMs: delayStepMs } };
}
