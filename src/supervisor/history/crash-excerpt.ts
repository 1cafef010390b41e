import type { CrashCheck, CrashLine } from '../../policy/diagnosis/crash.js';
import type { ProbeTrack } from '../health/history.js';
import type { LogLine } from '../log/line.js';
import type { PastExit } from './death-watch.js';

const keptEnds = 10;
const keptLines = 50;
const keptChecks = 10;
/** A line is cut at so many characters, and all lines of a card together take at most this many. */
const longestLine = 500;
const mostText = 16_000;

/**
 * The last lines among those from `from` up to, without, `to`, as a crash card holds them: without the watchdog's own.
 * @param read the lines of the log with `from <= seq < to`
 */
export function lastLines(
  read: (from: number, to: number) => readonly LogLine[],
  from: number,
  to: number,
): readonly CrashLine[] {
  // Some more than are kept: the watchdog's own notes among them do not count.
  const slice = read(Math.max(from, to - keptLines - 10), to);
  const lines: CrashLine[] = [];
  let room = mostText;
  for (const { stream, text } of slice.toReversed()) {
    if (stream === 'watchdog') continue;
    const cut = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
    room -= cut.length;
    if (lines.length === keptLines || room < 0) break;
    lines.unshift({ stream, text: cut });
  }
  return lines;
}

/** The last results of all checks together, oldest first, as a crash card holds them. */
export function lastChecks(tracks: readonly ProbeTrack[]): readonly CrashCheck[] {
  const checks = tracks.flatMap(({ id, records }) => records.map((record) => ({ id, ...record })));
  return checks.sort((one, other) => one.at - other.at).slice(-keptChecks);
}

/** The last exits with one more, oldest first. */
export function withEnd(ends: readonly PastExit[], end: PastExit): readonly PastExit[] {
  return [...ends, end].slice(-keptEnds);
}
