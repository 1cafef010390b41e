/** Readings take at most this share of the time. */
const dearest = 1 / 300;
const longestMs = 30_000;

/** Milliseconds to rest after a reading that was so much work. @param usualMs the least */
export function restAfter(workMs: number, usualMs: number): number {
  return Math.min(longestMs, Math.max(usualMs, workMs / dearest));
}
