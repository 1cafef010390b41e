import type { OutputStream } from '../../ports/spawner.js';

/** Where a line of a log comes from. */
export type LogStream = OutputStream | 'watchdog';

/** Three letters each, so that the text of all lines begins in the same column. */
const words: Readonly<Record<LogStream, string>> = { stdout: 'out', stderr: 'err', watchdog: '---' };
const streams = new Map(Object.entries(words).map(([stream, word]) => [word, stream as LogStream]));

const prefixLength = '2026-11-23T14:02:29.113Z out '.length;

let last = { time: Number.NaN, prefixes: {} as Partial<Record<LogStream, Buffer>> };

/**
 * What stands before a line in a log file: `2026-11-23T14:02:29.113Z out `. UTC, so that it sorts as text also when the clocks
 * are changed; `out` and `err` are the child's, `---` marks the rules between generations.
 */
export function linePrefix(stream: LogStream, time: number): Buffer {
  if (time !== last.time) last = { time, prefixes: {} };
  last.prefixes[stream] ??= Buffer.from(`${new Date(time).toISOString()} ${words[stream]} `);
  return last.prefixes[stream];
}

/** A line of a log file, read. */
export interface FiledLine {
  readonly stream: LogStream;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/** Reads a line of a log file, given without its end; undefined for what is none, such as the rest of one that was cut. */
export function parseFiledLine(line: string): FiledLine | undefined {
  const time = Date.parse(line.slice(0, prefixLength - 5));
  const stream = streams.get(line.slice(prefixLength - 4, prefixLength - 1));
  if (Number.isNaN(time) || stream === undefined || line[prefixLength - 5] !== ' ') return undefined;
  return { stream, time, text: lastState(line.slice(prefixLength)) };
}

/** What a terminal would show of a line with carriage returns, about. */
function lastState(text: string): string {
  if (!text.includes('\r')) return text;
  const shown = text.replace(/\r+$/, '');
  return shown.slice(shown.lastIndexOf('\r') + 1);
}
