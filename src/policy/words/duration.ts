const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads `500ms`, `10s`, `1.5m`, `1h` or a bare number of milliseconds.
 * Returns undefined for anything else, negative and infinite values included.
 */
export function parseDuration(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim());
  if (match === null) return undefined;
  return Number(match[1]) * unitMs[(match[2] ?? 'ms') as keyof typeof unitMs];
}

/** Milliseconds as they would be written, to the microsecond, in the largest unit that says them without a fraction. */
export function writtenDuration(exactMs: number): string {
  // 1.005 × 1000 is a hair less than 1005.
  const ms = Math.round(exactMs * 1000) / 1000;
  if (ms !== 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms !== 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Says a duration with at most two units: "840ms", "2.1s", "42s", "1m04s", "3h05m", "2d04h". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < 1000) return '1s';
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toString()}s`;
  return formatSeconds(ms);
}

/** Says a duration in whole seconds, rounded up, as a countdown does: "4s", "1m05s"; never below "0s". */
export function formatCountdown(ms: number): string {
  return formatSeconds(Math.ceil(Math.max(0, ms) / 1000) * 1000);
}

/** Says how long something still takes, in a sentence that stays as it is: "200ms" in whole tenths below a second, else as a countdown. */
export function formatWait(ms: number): string {
  return ms <= 0 || ms > 900 ? formatCountdown(ms) : formatDuration(Math.ceil(ms / 100) * 100);
}

/** Says how long it is until something that may be hours away: "3h", "3h05m", "42s"; rounded up to minutes from an hour on. */
export function formatUntil(ms: number): string {
  const seconds = ms < 3_600_000 ? Math.ceil(Math.max(0, ms) / 1000) : Math.ceil(ms / 60_000) * 60;
  return twoUnits(seconds, (value, unit) => (value === 0 ? '' : `${twoDigits(value)}${unit}`));
}

/** Says a duration in whole seconds with at most two units: "0s", "42s", "1m31s", "3h05m", "2d04h". */
export function formatSeconds(ms: number): string {
  return twoUnits(Math.floor(Math.max(0, ms) / 1000), (value, unit) => `${twoDigits(value)}${unit}`);
}

/** @param second says the smaller of the two units */
function twoUnits(total: number, second: (value: number, unit: string) => string): string {
  const seconds = total % 60;
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600) % 24;
  const days = Math.floor(total / 86_400);
  if (days > 0) return `${days}d${second(hours, 'h')}`;
  if (hours > 0) return `${hours}h${second(minutes, 'm')}`;
  if (minutes > 0) return `${minutes}m${second(seconds, 's')}`;
  return `${seconds}s`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
