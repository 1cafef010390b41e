/** Readings take at most this share of the time, as long as they are recent enough. */
const usualShare = 1 / 300;
/** Readings that are displayed are no older than this, as long as they take no more than the greatest share of the time. */
const recentMs = 2500;
const greatestShare = 1 / 100;
const longestMs = 30_000;

/** Milliseconds to rest after a reading that was so much work. @param usualMs the least */
export function restAfter(workMs: number, usualMs: number): number {
  return Math.min(longestMs, Math.max(usualMs, workMs / usualShare));
}

/** The same where the reading is displayed, and a user waits for the next one. */
export function restAfterDisplayed(workMs: number, usualMs: number): number {
  return Math.min(restAfter(workMs, usualMs), Math.max(usualMs, recentMs, workMs / greatestShare));
}
