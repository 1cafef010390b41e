import type { LogBlock, LogLine, LogReader } from './line.js';

/**
 * The blocks of the lines with `from <= seq < to`, clipped to what is kept. They hold until the log next changes. A reader
 * that has no blocks of its own gives one for each line.
 */
export function blocksOf(reader: Pick<LogReader, 'nextSeq' | 'slice' | 'blocks'>, from: number, to: number): Iterable<LogBlock> {
  return reader.blocks?.(from, to) ?? reader.slice(from, to).map((line) => blockOfLine(line, reader.nextSeq));
}

// Nobody says of such a line whether it is open; the newest ones may be, one of each stream.
function blockOfLine({ seq, stream, time, text, note }: LogLine, nextSeq: number): LogBlock {
  const isOpen = stream !== 'watchdog' && seq >= nextSeq - 2;
  const block = { firstSeq: seq, nextSeq: seq + 1, stream, time, isOpen, text: () => text };
  return note === undefined ? block : { ...block, note };
}
