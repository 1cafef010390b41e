import type { FiledPlace, LineCounts } from '../../ports/log-sink.js';
import type { HeldLog, LogBlock, LogLine } from './line.js';
import type { LogSegment } from './segment.js';
import { SegmentQueue } from './segment-queue.js';

/** Whether the line of a segment waits for its end. */
type IsOpen = (segment: LogSegment) => boolean;

/**
 * What a log has kept at one moment. It costs the memory of what is dropped meanwhile, as long as it is referenced.
 * @param segments from the one that holds `firstSeq` on
 */
export function heldLog(
  segments: Iterable<LogSegment>,
  { firstSeq, nextSeq, isOpen }: { readonly firstSeq: number; readonly nextSeq: number; readonly isOpen: IsOpen },
  filed: () => Promise<FiledPlace | undefined>,
): HeldLog {
  const held = new SegmentQueue();
  for (const segment of segments) {
    segment.hold();
    held.push(segment);
  }
  const range = (from: number, to: number): [number, number] => [Math.max(from, firstSeq), Math.min(to, nextSeq)];
  return {
    firstSeq,
    nextSeq,
    slice: (from, to) => linesIn(held.from(Math.max(from, firstSeq)), ...range(from, to)),
    blocks: (from, to) => blocksIn(held.from(Math.max(from, firstSeq)), ...range(from, to), isOpen),
    filed,
  };
}

/** How many lines of each stream came before a line; undefined without segments, of which the first holds it or comes after it. */
export function countsBefore(segments: Iterable<LogSegment>, seq: number): LineCounts | undefined {
  for (const { place } of segments) {
    const { before, stream, firstSeq } = place;
    return { ...before, [stream]: before[stream] + Math.max(0, seq - firstSeq) };
  }
  return undefined;
}

/** The lines with `from <= seq < end` as blocks, as they lie in memory. */
export function* blocksIn(segments: Iterable<LogSegment>, from: number, end: number, isOpen: IsOpen): Generator<LogBlock> {
  let seq = from;
  if (seq >= end) return;
  for (const segment of segments) {
    const nextSeq = Math.min(end, segment.nextSeq);
    yield segment.block(seq, nextSeq, isOpen(segment));
    seq = nextSeq;
    if (seq >= end) return;
  }
}

/** The lines with `from <= seq < end` of consecutive segments, of which the first holds `from`. */
export function linesIn(segments: Iterable<LogSegment>, from: number, end: number): readonly LogLine[] {
  let seq = from;
  const lines: LogLine[] = [];
  if (seq >= end) return lines;
  for (const segment of segments) {
    const { stream, time, note } = segment.place;
    for (; seq < Math.min(end, segment.nextSeq); seq++) {
      const line = { seq, stream, time, text: segment.text(seq) };
      lines.push(note === undefined ? line : { ...line, note });
    }
    if (seq >= end) break;
  }
  return lines;
}
