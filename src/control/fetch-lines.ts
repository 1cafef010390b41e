import type { LineCounts } from '../ports/log-sink.js';
import type { LogRecord } from '../protocol/pages.js';
import type { LogBeyond } from '../supervisor/log/line.js';

/** Lines of a log that fell out of memory before they were read. */
export interface Lag {
  /** Their sequence numbers are from here up to `end`. */
  readonly next: number;
  readonly end: number;
  /** The lines before them, by stream; undefined where nothing was kept beyond memory then. */
  readonly from: LineCounts | undefined;
  /** The same at their end. */
  readonly to: LineCounts | undefined;
}

/** Some of the lines of a lag. */
export interface FetchedLines {
  /** Lines that are kept nowhere; they came before these. */
  readonly missed: number;
  readonly lines: readonly LogRecord[];
  /** The lines before these, by stream; undefined where nothing was kept. */
  readonly before: LineCounts | undefined;
  /** The lag that is left; none where its `next` is its `end`. */
  readonly lag: Lag;
}

/**
 * Fetches some of the lines that fell out of memory from what is kept beyond it, one at least where there is one. They are numbered in the
 * order in which they were kept, where two streams wrote at once perhaps not in the order in which they began.
 */
export async function fetchLag(name: string, beyond: LogBeyond | undefined, lag: Lag): Promise<FetchedLines> {
  const { next, end, from, to } = lag;
  const none = { missed: end - next, lines: [], before: to, lag: { ...lag, next: end, from: to } };
  if (beyond === undefined || from === undefined || to === undefined) return none;
  const kept = await beyond.read(from, to);
  const first = Math.min(end, next + kept.missing);
  const lines = kept.lines.slice(0, end - first).map((line, index): LogRecord => ({ name, seq: first + index, ...line }));
  if (lines.length === 0) return none;
  return { missed: first - next, lines, before: kept.from, lag: { ...lag, next: first + lines.length, from: kept.next } };
}

/** Fetches one line that fell out of memory; undefined where it is not kept. */
export async function fetchOne(
  name: string,
  beyond: LogBeyond | undefined,
  { stream, seq, ordinal }: { readonly stream: LogRecord['stream']; readonly seq: number; readonly ordinal?: number | undefined },
): Promise<LogRecord | undefined> {
  if (beyond === undefined || ordinal === undefined) return undefined;
  const none = { stdout: 0, stderr: 0, watchdog: 0 };
  const { lines } = await beyond.read({ ...none, [stream]: ordinal }, { ...none, [stream]: ordinal + 1 });
  return lines[0] === undefined ? undefined : { name, seq, ...lines[0] };
}
