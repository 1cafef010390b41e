import type { Stamps } from '../state/log.js';
import { formatClock } from '../text/times.js';

/** The time of day to the millisecond: "14:02:29.113". */
export function formatTimeOfDay(wall: number): string {
  return `${formatClock(wall)}.${String(Math.floor(wall) % 1000).padStart(3, '0')}`;
}

/** The time since a start, as wide for the first three hours: "    +1.204s". */
function formatSince(ms: number): string {
  return `+${(Math.max(0, ms) / 1000).toFixed(3)}s`.padStart(12);
}

/**
 * What is before a line; empty while stamps are off.
 * @param startedAt when the line's generation began, where that is known; the time of day is there otherwise
 */
export function stampOf(stamps: Stamps, time: number, startedAt: number | undefined): string {
  if (stamps === 'off') return '';
  return `${stamps === 'since' && startedAt !== undefined ? formatSince(time - startedAt) : formatTimeOfDay(time)}  `;
}

/** The stamps after these: the time of day, the time since the start, off. */
export function nextStamps(stamps: Stamps): Stamps {
  return stamps === 'off' ? 'clock' : stamps === 'clock' ? 'since' : 'off';
}
