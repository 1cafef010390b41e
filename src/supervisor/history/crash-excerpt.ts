import type { CrashCheck, CrashLine } from '../../policy/diagnosis/crash.js';
import type { Diagnosis } from '../../policy/diagnosis/diagnosis.js';
import { plainLine } from '../../policy/diagnosis/error-line.js';
import type { ProbeTrack } from '../health/history.js';
import type { LogLine } from '../log/line.js';

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

/** How many of the last lines a cause is searched for in, and how many lines of stderr before those, however much stdout is between. */
const lastRead = 1000;
const mostBefore = 300;
/** How far back that goes, and in what steps. */
const farthest = 20_000;
const step = 2000;
const longestRead = 600;

/**
 * The lines in which the cause of an end is searched for, oldest first: the last ones, and of those before the last of stderr.
 * @param read the lines of the log with `from <= seq < to`
 */
export function diagnosedLines(
  read: (from: number, to: number) => readonly LogLine[],
  from: number,
  to: number,
): readonly CrashLine[] {
  const near = Math.max(from, to - lastRead);
  const lines = read(near, to).flatMap(crashLinesOf);
  const before: CrashLine[] = [];
  for (let end = near; end > Math.max(from, to - farthest) && before.length < mostBefore; end -= step) {
    const earlier = read(Math.max(from, end - step), end).filter(({ stream }) => stream === 'stderr');
    before.unshift(...earlier.flatMap(crashLinesOf));
  }
  return [...before.slice(-mostBefore), ...lines];
}

function crashLinesOf({ stream, text }: LogLine): readonly CrashLine[] {
  return stream === 'watchdog' ? [] : [{ stream, text: text.slice(0, longestRead) }];
}

const shownEvidence = 12;

/** The lines of a card, and before them those that show its cause, where that is further up. */
export function withEvidence(
  lines: readonly CrashLine[],
  diagnosed: readonly CrashLine[],
  cause: Diagnosis | undefined,
): readonly CrashLine[] {
  const shown = cause?.line;
  if (shown === undefined) return lines;
  const at = diagnosed.findLastIndex(({ text }) => plainLine(text).includes(shown));
  const before = diagnosed.length - lines.length;
  if (at === -1 || at >= before) return lines;
  return [
    ...diagnosed
      .slice(at, Math.min(before, at + shownEvidence))
      .map(({ stream, text }) => ({ stream, text: text.slice(0, longestLine) })),
    ...lines,
  ];
}

/** The last results of all checks together, oldest first, as a crash card holds them. */
export function lastChecks(tracks: readonly ProbeTrack[]): readonly CrashCheck[] {
  const checks = tracks.flatMap(({ id, records }) => records.map((record) => ({ id, ...record })));
  return checks.sort((one, other) => one.at - other.at).slice(-keptChecks);
}
