import { longestLine } from '../../policy/words/line-break.js';
import { countErrors } from '../../policy/words/log-level.js';
import { countNewlines } from '../../policy/words/newline-count.js';
import type { FiledPlace, LineCounts, NoteKind } from '../../ports/log-sink.js';
import type { HeldLog, LogBlock, LogLine, LogReader } from './line.js';
import { LogSegment, NEWLINE, type SegmentPlace } from './segment.js';
import { SegmentMemory } from './segment-memory.js';
import { SegmentQueue } from './segment-queue.js';

/** At each look for errors, in bytes. What a fast flood brings between two looks is more. */
const mostLookedAt = 512 * 1024;

type OutputStream = 'stdout' | 'stderr';

/** How much of a log is kept. */
export interface LogBounds {
  /** @default 10_000 */
  readonly maxLines?: number;
  /** Memory in bytes, overhead included; the newest output is kept even where it alone is more. @default 8 MiB */
  readonly maxBytes?: number;
  /** A line is broken, with the mark "…", where it is longer than this many bytes. @default 64 KiB */
  readonly maxLineBytes?: number;
}

/** Where lines end that came before others, as `LogSink.place` says it. */
type FindPlace = (before: LineCounts) => Promise<FiledPlace | undefined>;

/**
 * The scrollback of one process. Taking output in costs almost nothing, because lines are made of it only when they are
 * read. A line takes its sequence number, and its place, with its first byte; while its end is missing it grows there,
 * however much the other stream writes in the meantime.
 */
export class LogStore implements LogReader {
  #maxLines: number;
  readonly #maxBytes: number;
  readonly #maxLineBytes: number;
  readonly #memory: SegmentMemory;
  readonly #segments = new SegmentQueue();
  /** The segments, of one line each, that wait for the end of their line. */
  readonly #open: Record<OutputStream, LogSegment | null> = { stdout: null, stderr: null };
  #weight = 0;
  #nextSeq = 0;
  #clearedSeq = 0;
  #notes = 0;
  #bytesReceived = 0;
  #revision = 0;
  #errors = 0;
  #lookedAtSeq = 0;
  readonly #findPlace: FindPlace;
  /** Lines with an end that were dropped, by stream. */
  readonly #dropped = { stdout: 0, stderr: 0, watchdog: 0 };
  /** The streams of which a line was dropped whose end is missing yet. */
  readonly #openDropped = new Set<OutputStream>();

  /**
   * @param memory may serve several logs, which then use each other's again
   * @param findPlace finds lines that were dropped where they are kept besides
   */
  constructor(bounds: LogBounds = {}, memory = new SegmentMemory(), findPlace: FindPlace = async () => undefined) {
    this.#findPlace = findPlace;
    this.#memory = memory;
    this.#maxLines = bounds.maxLines ?? 10_000;
    this.#maxBytes = bounds.maxBytes ?? 8 * 1024 * 1024;
    this.#maxLineBytes = bounds.maxLineBytes ?? longestLine;
  }

  get firstSeq(): number {
    return Math.max(this.#segments.first?.place.firstSeq ?? this.#nextSeq, this.#nextSeq - this.#maxLines);
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  get revision(): number {
    return this.#revision;
  }

  get errors(): number {
    return this.#errors;
  }

  /** How many lines the bounds have pushed out since the last `clear`. */
  get dropped(): number {
    return this.firstSeq - this.#clearedSeq;
  }

  /** All that was ever received: lines without the notes, and bytes. */
  get counts(): { readonly lines: number; readonly bytes: number } {
    return { lines: this.#nextSeq - this.#notes, bytes: this.#bytesReceived };
  }

  /** Lines with an end that came before the first one that is kept, by stream. */
  get before(): LineCounts {
    const before = { ...this.#dropped };
    const first = this.#segments.first;
    if (first !== undefined) before[first.place.stream] += this.firstSeq - first.place.firstSeq;
    return before;
  }

  /** All lines with an end so far, by stream. */
  get ended(): LineCounts {
    const ended = { ...this.#dropped };
    for (const segment of this.#segments.from(0)) ended[segment.place.stream] += segment.lines - Number(this.#isOpen(segment));
    return ended;
  }

  slice(from: number, to: number): readonly LogLine[] {
    const seq = Math.max(from, this.firstSeq);
    return linesIn(this.#segments.from(seq), seq, Math.min(to, this.#nextSeq));
  }

  blocks(from: number, to: number): Iterable<LogBlock> {
    const seq = Math.max(from, this.firstSeq);
    return this.#blocksIn(this.#segments.from(seq), seq, Math.min(to, this.#nextSeq));
  }

  hold(): HeldLog {
    const { firstSeq, nextSeq, before } = this;
    const held = new SegmentQueue();
    for (const segment of this.#segments.from(firstSeq)) {
      segment.hold();
      held.push(segment);
    }
    const range = (from: number, to: number): [number, number] => [Math.max(from, firstSeq), Math.min(to, nextSeq)];
    return {
      firstSeq,
      nextSeq,
      slice: (from, to) => linesIn(held.from(Math.max(from, firstSeq)), ...range(from, to)),
      blocks: (from, to) => this.#blocksIn(held.from(Math.max(from, firstSeq)), ...range(from, to)),
      filed: () => this.#findPlace(before),
    };
  }

  *#blocksIn(segments: Iterable<LogSegment>, from: number, end: number): Generator<LogBlock> {
    let seq = from;
    if (seq >= end) return;
    for (const segment of segments) {
      const nextSeq = Math.min(end, segment.nextSeq);
      yield segment.block(seq, nextSeq, this.#isOpen(segment));
      seq = nextSeq;
      if (seq >= end) return;
    }
  }

  #isOpen(segment: LogSegment): boolean {
    return segment === this.#open.stdout || segment === this.#open.stderr;
  }

  /** Takes output in, received at `wallTime` milliseconds since 1970. What is kept of the chunk is copied. */
  append(stream: OutputStream, chunk: Buffer, wallTime: number): void {
    if (chunk.length === 0) return;
    this.#revision++;
    this.#bytesReceived += chunk.length;
    // In pieces in which no complete line can be too long: only lines that go on from piece to piece are ever broken.
    for (let start = 0; start < chunk.length; start += this.#maxLineBytes) {
      this.#take(stream, chunk.subarray(start, start + this.#maxLineBytes), wallTime);
      this.#evict();
    }
  }

  /** Ends what is unterminated and appends a line of the watchdog's own, such as the rule between two generations. */
  note(text: string, wallTime: number, note?: NoteKind): void {
    this.flush();
    this.#revision++;
    this.#notes++;
    const bytes = Buffer.from(text.replaceAll('\n', ' '));
    this.#push(
      { firstSeq: this.#nextSeq, stream: 'watchdog', time: wallTime, ...(note === undefined ? {} : { note }) },
      bytes,
      1,
    );
    this.#evict();
  }

  /** Looks for errors in the lines that came since the last look. Returns whether there were any. */
  lookForErrors(): boolean {
    const before = this.#errors;
    // A line that still grows waits for its end, unless others have followed it.
    const last = this.#segments.last;
    const end =
      last !== undefined && (last === this.#open.stdout || last === this.#open.stderr) ? this.#nextSeq - 1 : this.#nextSeq;
    const unseen = [...this.#segments.from(this.#lookedAtSeq)].filter(({ place }) => place.firstSeq < end);
    let bytes = 0;
    for (const segment of unseen.toReversed()) {
      bytes += segment.size;
      if (bytes > mostLookedAt) break;
      if (segment.place.stream !== 'watchdog') this.#errors += countErrors(segment.bytesFrom(this.#lookedAtSeq));
    }
    this.#lookedAtSeq = end;
    if (this.#errors === before) return false;
    this.#revision++;
    return true;
  }

  /** Makes finished lines of the unterminated ends: nothing will follow them. */
  flush(): void {
    if (this.#open.stdout !== null || this.#open.stderr !== null) this.#revision++;
    for (const stream of this.#openDropped) this.#dropped[stream] += 1;
    this.#openDropped.clear();
    this.#open.stdout = null;
    this.#open.stderr = null;
  }

  /** Keeps at most so many lines from now on. */
  bound(maxLines: number): void {
    this.#revision++;
    this.#maxLines = maxLines;
    this.#evict();
  }

  /** Forgets every line so far. Sequence numbers go on. */
  clear(): void {
    this.#revision++;
    for (const segment of this.#segments.from(0)) this.#countDropped(segment);
    this.#segments.clear();
    this.#weight = 0;
    this.#clearedSeq = this.#nextSeq;
  }

  #take(stream: OutputStream, bytes: Buffer, time: number): void {
    this.#openDropped.delete(stream);
    const open = this.#open[stream];
    const start = open === null ? 0 : this.#continue(open, stream, bytes, time);
    const end = Math.max(start, bytes.lastIndexOf(NEWLINE) + 1);
    if (end > start) this.#addLines(stream, time, bytes.subarray(start, end));
    if (end < bytes.length) this.#open[stream] = this.#add(stream, time, bytes.subarray(end), 1);
  }

  /** Appends to an unterminated line what belongs to it. Returns the index of the first byte that does not. */
  #continue(line: LogSegment, stream: OutputStream, bytes: Buffer, time: number): number {
    const newline = bytes.indexOf(NEWLINE);
    const end = newline === -1 ? bytes.length : newline;
    let open = line;
    let start = 0;
    while (end - start > this.#maxLineBytes - open.size) {
      const room = this.#maxLineBytes - open.size;
      this.#grow(open, bytes.subarray(start, start + room), 0);
      start += room;
      // A progress bar that only ever returns to the start of its line is not a long line.
      if (!open.forgetOverwritten()) open = this.#add(stream, time, open.breakOff(), 1);
    }
    const next = newline === -1 ? end : newline + 1;
    this.#grow(open, bytes.subarray(start, next), 0);
    this.#open[stream] = newline === -1 ? open : null;
    return next;
  }

  #addLines(stream: OutputStream, time: number, bytes: Buffer): void {
    const lines = countNewlines(bytes);
    const last = this.#segments.last;
    if (last?.canTake(stream, time, bytes.length)) {
      this.#grow(last, bytes, lines);
      this.#nextSeq += lines;
    } else this.#add(stream, time, bytes, lines);
  }

  #add(stream: LogLine['stream'], time: number, bytes: Buffer, lines: number): LogSegment {
    return this.#push({ firstSeq: this.#nextSeq, stream, time }, bytes, lines);
  }

  #push(place: SegmentPlace, bytes: Buffer, lines: number): LogSegment {
    const segment = new LogSegment(place, bytes, lines, this.#memory);
    this.#segments.push(segment);
    this.#weight += segment.weight;
    this.#nextSeq += lines;
    return segment;
  }

  #grow(segment: LogSegment, bytes: Buffer, lines: number): void {
    this.#weight -= segment.weight;
    segment.append(bytes, lines);
    this.#weight += segment.weight;
  }

  #evict(): void {
    for (let first = this.#segments.first; first !== undefined && this.#segments.length > 1; first = this.#segments.first) {
      if (this.#nextSeq - first.nextSeq < this.#maxLines && this.#weight <= this.#maxBytes) break;
      this.#segments.dropFirst();
      this.#weight -= first.weight;
      this.#countDropped(first);
      first.release();
    }
  }

  #countDropped(segment: LogSegment): void {
    const { stream } = segment.place;
    const isOpen = this.#isOpen(segment);
    this.#dropped[stream] += segment.lines - Number(isOpen);
    if (!isOpen || stream === 'watchdog') return;
    // Whatever follows of an unterminated line that is dropped begins a new one.
    this.#open[stream] = null;
    this.#openDropped.add(stream);
  }
}

function linesIn(segments: Iterable<LogSegment>, from: number, end: number): readonly LogLine[] {
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
