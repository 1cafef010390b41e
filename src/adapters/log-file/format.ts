import type { NoteKind } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';

/** Where a line of a log comes from. */
export type LogStream = OutputStream | 'watchdog';

/** What a line is: output, or what the watchdog says of a generation. */
type LineKind = LogStream | NoteKind;

/** Three letters each, so that the text of all lines begins in the same column. */
const words: Readonly<Record<LineKind, string>> = {
  stdout: 'out',
  stderr: 'err',
  watchdog: '---',
  start: '>>>',
  end: '<<<',
  crash: '!!!',
};
const kinds = new Map(Object.entries(words).map(([kind, word]) => [word, kind as LineKind]));

const prefixLength = '2026-11-23T14:02:29.113Z out '.length;

let last = { time: Number.NaN, prefixes: {} as Partial<Record<LineKind, Buffer>> };

/**
 * What stands before a line in a log file: `2026-11-23T14:02:29.113Z out `. UTC, so that it sorts as text also when the clocks
 * are changed; `out` and `err` are the child's; of the watchdog's own lines `>>>` says that a
 * generation began, `<<<` that it ended as it should, `!!!` that it crashed or could not begin, `---` anything else.
 */
export function linePrefix(kind: LineKind, time: number): Buffer {
  if (time !== last.time) last = { time, prefixes: {} };
  last.prefixes[kind] ??= Buffer.from(`${new Date(time).toISOString()} ${words[kind]} `);
  return last.prefixes[kind];
}

/** A line of a log file, read. */
export interface FiledLine {
  readonly stream: LogStream;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
  /** What a line of the watchdog's own tells of a generation; left out where it tells of none. */
  readonly note?: NoteKind;
}

/** The stream of a line of a log file; undefined for what is none. */
export function streamOf(line: string): LogStream | undefined {
  const kind = kinds.get(line.slice(prefixLength - 4, prefixLength - 1));
  return kind === 'stdout' || kind === 'stderr' || kind === undefined ? kind : 'watchdog';
}

/** Reads a line of a log file, given without its end; undefined for what is none, such as the rest of one that was cut. */
export function parseFiledLine(line: string): FiledLine | undefined {
  const time = Date.parse(line.slice(0, prefixLength - 5));
  const kind = kinds.get(line.slice(prefixLength - 4, prefixLength - 1));
  if (Number.isNaN(time) || kind === undefined || line[prefixLength - 5] !== ' ') return undefined;
  const text = lastState(line.slice(prefixLength));
  if (kind === 'stdout' || kind === 'stderr' || kind === 'watchdog') return { stream: kind, time, text };
  return { stream: 'watchdog', time, text, note: kind };
}

/** What a terminal would show of a line with carriage returns, about. */
function lastState(text: string): string {
  if (!text.includes('\r')) return text;
  const shown = text.replace(/\r+$/, '');
  return shown.slice(shown.lastIndexOf('\r') + 1);
}
