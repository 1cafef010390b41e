import type { LogPage, LogRecord, MissedLines } from '../protocol/documents.js';
import { blocksOf } from '../supervisor/log/block.js';
import type { LogReader } from '../supervisor/log/line.js';
import type { LogCursor, LogPosition } from './log-cursor.js';
import { byTime } from './stream-logs.js';

/** After so many characters a page ends, with whole lines. */
const mostCharacters = 1024 * 1024;
/** So many lines are read from a log at once. */
const chunkLines = 64;

/** What is asked for. */
export interface ReadRequest {
  /** Of this run; undefined begins anew. */
  readonly after: LogCursor | undefined;
  /** Where it begins anew: so many of the newest lines of each log; undefined: all that are kept. */
  readonly tail: number | undefined;
  /** At most so many lines. */
  readonly limit: number;
}

/** A line, and the place in its log after it. */
interface Step {
  readonly time: number;
  readonly line: LogRecord;
  readonly position: LogPosition;
}

/**
 * The lines of logs after a cursor, by time, as many as one answer holds, and the cursor after them. Following cursors gives each line
 * once, when it has its end, or counts it as missed.
 * @param run the run that the cursor is of
 */
export function readLogs(
  logs: ReadonlyMap<string, LogReader>,
  run: string,
  { after, tail, limit }: ReadRequest,
): Omit<LogPage, 'next' | 'startedOver'> & { readonly next: LogCursor } {
  const at = new Map(after?.at);
  const missed: MissedLines[] = [];
  const steps = [...logs].map(([name, log]) => {
    const begun = at.get(name) ?? { next: Math.max(log.firstSeq, tail === undefined ? 0 : log.nextSeq - tail), open: [] };
    const gone = begun.open.filter((seq) => seq < log.firstSeq).length + Math.max(0, log.firstSeq - begun.next);
    if (gone > 0) missed.push({ name, lines: gone });
    const position = {
      next: Math.max(begun.next, log.firstSeq),
      open: begun.open.filter((seq) => seq >= log.firstSeq),
    };
    at.set(name, position);
    return stepsFrom(name, log, position, (quiet) => at.set(name, quiet));
  });
  const lines: LogRecord[] = [];
  let characters = 0;
  let more = false;
  for (const { line, position } of byTime(steps)) {
    more = lines.length >= limit || characters >= mostCharacters;
    if (more) break;
    lines.push(line);
    characters += line.text.length;
    at.set(line.name, position);
  }
  return { lines, missed, more, next: { run, at } };
}

/** @param reached told the place after the last line, where lines without an end stand before it */
function* stepsFrom(
  name: string,
  log: LogReader,
  { next, open }: LogPosition,
  reached: (position: LogPosition) => void,
): Generator<Step> {
  let left = open;
  for (const seq of open) {
    const [line] = log.slice(seq, seq + 1);
    if (line === undefined || isOpenIn(log, seq)) continue;
    left = left.filter((each) => each !== seq);
    yield { time: line.time, line: { name, ...line }, position: { next, open: left } };
  }
  const end = log.nextSeq;
  for (let from = next; from < end; from += chunkLines) {
    for (const line of log.slice(from, Math.min(end, from + chunkLines))) {
      if (line.stream !== 'watchdog' && isOpenIn(log, line.seq)) left = [...left, line.seq];
      else yield { time: line.time, line: { name, ...line }, position: { next: line.seq + 1, open: left } };
    }
  }
  reached({ next: end, open: left });
}

function isOpenIn(log: LogReader, seq: number): boolean {
  for (const block of blocksOf(log, seq, seq + 1)) return block.isOpen;
  return false;
}
