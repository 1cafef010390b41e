import type { LogRecord } from '../../protocol/pages.js';
import { formatClock } from '../../view/text/times.js';

/** Longer lines are cut; what follows is counted. */
const longestLine = 2000;

/** Equal lines of one stream in a row. */
export interface FoldedLine {
  /** The last of them. */
  readonly line: LogRecord;
  readonly count: number;
}

/** Lines with runs of equal ones as one; `before` is what came before them, whose last run goes on. */
export function foldLines(lines: readonly LogRecord[], before: readonly FoldedLine[] = []): readonly FoldedLine[] {
  const folded = [...before];
  for (const line of lines) {
    const last = folded.at(-1);
    if (last !== undefined && isSame(last.line, line)) folded[folded.length - 1] = { line, count: last.count + 1 };
    else folded.push({ line, count: 1 });
  }
  return folded;
}

/** A line of an answer: time, name, stream, text, and how many alike there were. */
export function sayLine({ line, count }: FoldedLine): string {
  const { time, name, stream, text } = line;
  const cut = text.length > longestLine ? `${text.slice(0, longestLine)}… (${text.length - longestLine} more characters)` : text;
  return `${formatMillis(time)} ${name} ${stream}: ${cut}${count === 1 ? '' : ` ×${count}`}`;
}

/** The local time of day with milliseconds. */
export function formatMillis(time: number): string {
  return `${formatClock(time)}.${String(Math.floor(time) % 1000).padStart(3, '0')}`;
}

function isSame(one: LogRecord, other: LogRecord): boolean {
  return one.name === other.name && one.stream === other.stream && one.text === other.text;
}
