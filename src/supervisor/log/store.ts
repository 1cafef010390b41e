import { longestLine } from '../../policy/words/line-break.js';
import { countNewlines } from '../../policy/words/newline-count.js';
import type { LineCounts, LogSink, NoteKind } from '../../ports/log-sink.js';
import type { LogBounds } from './bounds.js';
import { ErrorCount } from './error-count.js';
import { blocksIn, countsBefore, heldLog, linesIn } from './held.js';
import type { HeldLog, LogBeyond, LogBlock, LogLine, LogReader } from './line.js';
import { LogSegment, NEWLINE } from './segment.js';
import { SegmentMemory } from './segment-memory.js';
import { SegmentQueue } from './segment-queue.js';
import { StreamCounts } from './stream-counts.js';

type OutputStream = 'stdout' | 'stderr';
type FindSink = () => Pick<LogSink, 'place' | 'read'> | undefined;

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
  readonly #errors = new ErrorCount();
  readonly #sink: FindSink;
  readonly #gone = new StreamCounts();
  /** All lines that have begun, by stream, counted as in the sink. */
  readonly #begun = { stdout: 0, stderr: 0, watchdog: 0 };
  readonly #isOpen = (segment: LogSegment): boolean => segment === this.#open.stdout || segment === this.#open.stderr;

  /**
   * @param memory may serve several logs, which then use each other's again
   * @param sink what keeps the same lines beyond memory, where there is one now
   */
  constructor(bounds: LogBounds = {}, memory = new SegmentMemory(), sink: FindSink = () => undefined) {
    this.#sink = sink;
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
    return this.#errors.errors;
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
    const first = this.#segments.first;
    return first === undefined ? this.#gone.counts : this.#gone.and(first.place.stream, this.firstSeq - first.place.firstSeq);
  }

  /** All lines with an end so far, by stream. */
  get ended(): LineCounts {
    const ended = { ...this.#gone.counts };
    for (const segment of this.#segments.from(0)) ended[segment.place.stream] += segment.lines - Number(this.#isOpen(segment));
    return ended;
  }

  slice(from: number, to: number): readonly LogLine[] {
    const seq = Math.max(from, this.firstSeq);
    return linesIn(this.#segments.from(seq), seq, Math.min(to, this.#nextSeq));
  }

  blocks(from: number, to: number): Iterable<LogBlock> {
    const seq = Math.max(from, this.firstSeq);
    return blocksIn(this.#segments.from(seq), seq, Math.min(to, this.#nextSeq), this.#isOpen);
  }

  hold(): HeldLog {
    const { firstSeq, nextSeq, before } = this;
    const filed = async () => this.#sink()?.place(before);
    return heldLog(this.#segments.from(firstSeq), { firstSeq, nextSeq, isOpen: this.#isOpen }, filed);
  }

  get beyond(): LogBeyond | undefined {
    const sink = this.#sink();
    const before = (seq: number): LineCounts => countsBefore(this.#segments.from(seq), seq) ?? { ...this.#begun };
    return sink === undefined ? undefined : { before, read: (from, to) => sink.read(from, to) };
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
    this.#add('watchdog', wallTime, bytes, 1, note);
    this.#evict();
  }

  /** Searches the lines that came since the last pass for errors. Returns whether there were any. */
  searchErrors(): boolean {
    const before = this.errors;
    // A line that still grows waits for its end, unless others have followed it.
    const last = this.#segments.last;
    const end = last !== undefined && this.#isOpen(last) ? this.#nextSeq - 1 : this.#nextSeq;
    this.#errors.search(this.#segments.from(this.#errors.seenSeq), end);
    if (this.errors === before) return false;
    this.#revision++;
    return true;
  }

  /** Makes finished lines of the unterminated ends: nothing will follow them. */
  flush(): void {
    if (this.#open.stdout !== null || this.#open.stderr !== null) this.#revision++;
    this.#gone.flush();
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
    if (this.#gone.goesOn(stream)) this.#begun[stream] -= 1;
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
      this.#begun[stream] += lines;
    } else this.#add(stream, time, bytes, lines);
  }

  #add(stream: LogLine['stream'], time: number, bytes: Buffer, lines: number, note?: NoteKind): LogSegment {
    const place = { firstSeq: this.#nextSeq, stream, time, before: { ...this.#begun } };
    const segment = new LogSegment(note === undefined ? place : { ...place, note }, bytes, lines, this.#memory);
    this.#segments.push(segment);
    this.#weight += segment.weight;
    this.#nextSeq += lines;
    this.#begun[stream] += lines;
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
    this.#errors.dropped(segment);
    this.#gone.add(stream, segment.lines, isOpen);
    // Whatever follows of an unterminated line that is dropped begins a new one.
    if (isOpen && stream !== 'watchdog') this.#open[stream] = null;
  }
}
