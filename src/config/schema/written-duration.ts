/** Milliseconds as they would be written, to the microsecond, in the largest unit that says them without a fraction. */
export function writtenDuration(exactMs: number): string {
  // 1.005 × 1000 is a hair less than 1005.
  const ms = Math.round(exactMs * 1000) / 1000;
  if (ms !== 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms !== 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
