import { lastState } from '../../policy/words/line-break.js';
import type { KeptLine, NoteKind } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';

/** Where a line of a log comes from. */
export type LogStream = OutputStream | 'watchdog';

/** Three letters each, so that the text of all lines begins in the same column. */
const words: Readonly<Record<LogStream, string>> = { stdout: 'out', stderr: 'err', watchdog: '---' };
const streams = new Map(Object.entries(words).map(([stream, word]) => [word, stream as LogStream]));

/** What ends a line of the watchdog's own about a generation, after its text. */
const noteMarks: Readonly<Record<NoteKind, string>> = { start: '\t#start', end: '\t#end', crash: '\t#crash' };

const prefixLength = '2026-11-23T14:02:29.113Z out '.length;

let last = { time: Number.NaN, prefixes: {} as Partial<Record<LogStream, Buffer>> };

/**
 * What is before a line in a log file: `2026-11-23T14:02:29.113Z out `. UTC, so that it sorts as text also when the clocks
 * are changed; `out` and `err` are the child's, `---` is the watchdog's own.
 */
export function linePrefix(stream: LogStream, time: number): Buffer {
  if (time !== last.time) last = { time, prefixes: {} };
  last.prefixes[stream] ??= Buffer.from(`${new Date(time).toISOString()} ${words[stream]} `);
  return last.prefixes[stream];
}

/** What is behind a line of the watchdog's own: what it reports of a generation, as `#start`; nothing where it reports nothing of one. */
export function noteSuffix(kind: NoteKind | undefined): Buffer {
  return Buffer.from(kind === undefined ? '' : noteMarks[kind]);
}

/** The stream of a line of a log file; undefined for what is none. */
export function streamOf(line: string): LogStream | undefined {
  return streams.get(line.slice(prefixLength - 4, prefixLength - 1));
}

/** Reads a line of a log file, given without its end; undefined for what is none, such as the rest of one that was cut. */
export function parseFiledLine(line: string): KeptLine | undefined {
  const time = Date.parse(line.slice(0, prefixLength - 5));
  const stream = streamOf(line);
  if (Number.isNaN(time) || stream === undefined || line[prefixLength - 5] !== ' ') return undefined;
  const written = line.slice(prefixLength);
  const [note, mark = ''] = stream === 'watchdog' ? markOf(written) : [];
  const text = lastState(written.slice(0, written.length - mark.length));
  return note === undefined ? { stream, time, text } : { stream, time, text, note };
}

function markOf(text: string): [note?: NoteKind, mark?: string] {
  const found = Object.entries(noteMarks).find(([, mark]) => text.endsWith(mark));
  return found === undefined ? [] : [found[0] as NoteKind, found[1]];
}
