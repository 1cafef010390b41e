import type { LogLine, LogReader } from './line.js';

/** Consecutive lines of one stream and one receive time, as they lie in memory: what a search goes through. */
export interface LogBlock {
  readonly firstSeq: number;
  /** One past the last sequence number. */
  readonly nextSeq: number;
  readonly stream: LogLine['stream'];
  /** Milliseconds since 1970. */
  readonly time: number;
  /** True where the last line waits for its end, and may read otherwise later. */
  readonly isOpen: boolean;
  /** The texts of the lines with a newline between two of them. Decoded with every call. */
  text(): string;
}

/**
 * The blocks of the lines with `from <= seq < to`, clipped to what is kept. They hold until the log next changes. A reader
 * that has no blocks of its own gives one for each line.
 */
export function blocksOf(reader: LogReader, from: number, to: number): Iterable<LogBlock> {
  return reader.blocks?.(from, to) ?? reader.slice(from, to).map((line) => blockOfLine(line, reader.nextSeq));
}

// Nobody says of such a line whether it is open; the newest ones may be, one of each stream.
function blockOfLine({ seq, stream, time, text }: LogLine, nextSeq: number): LogBlock {
  return { firstSeq: seq, nextSeq: seq + 1, stream, time, isOpen: stream !== 'watchdog' && seq >= nextSeq - 2, text: () => text };
}
