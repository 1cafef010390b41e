import { breakMark, endOfCompleteCharacters, lastState, movesBack, overwrittenBytes } from '../../policy/words/line-break.js';
import type { LineCounts } from '../../ports/log-sink.js';
import type { LogBlock, LogLine } from './line.js';
import type { SegmentMemory } from './segment-memory.js';

/** The byte that ends a line. */
export const NEWLINE = 0x0a;

/** What a segment costs beyond its bytes, in bytes, about: the object, its Buffer and the memory behind it. */
const OVERHEAD = 400;

/** The size in bytes up to which lines of the same millisecond share a segment. */
const MERGE_LIMIT = 64 * 1024;

/** Where the lines of a segment belong. */
export interface SegmentPlace {
  readonly firstSeq: number;
  readonly stream: LogLine['stream'];
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The lines before them, by stream. */
  readonly before: LineCounts;
  readonly note?: LogLine['note'];
}

/**
 * Consecutive lines of one stream in one Buffer. What makes lines of them, offsets and decoding, waits until they
 * are read. Only the last line may lack its newline.
 */
export class LogSegment {
  readonly place: SegmentPlace;
  readonly #memory: SegmentMemory;
  #bytes: Buffer;
  #size: number;
  #lines: number;
  #isBroken = false;
  #isHeld = false;
  #starts: Uint32Array | null = null;

  /** Copies `bytes`. */
  constructor(place: SegmentPlace, bytes: Buffer, lines: number, memory: SegmentMemory) {
    this.place = place;
    this.#memory = memory;
    this.#bytes = memory.take(bytes.length);
    this.#bytes.set(bytes);
    this.#size = bytes.length;
    this.#lines = lines;
  }

  /** Bytes that are filled. */
  get size(): number {
    return this.#size;
  }

  /** How many lines it holds, one without a newline included. */
  get lines(): number {
    return this.#lines;
  }

  /** The memory that it keeps, in bytes. */
  get weight(): number {
    return this.#bytes.length + OVERHEAD;
  }

  /** One past the last sequence number. */
  get nextSeq(): number {
    return this.place.firstSeq + this.#lines;
  }

  /** Whether `length` more bytes of complete lines of that stream and time may be appended. */
  canTake(stream: LogLine['stream'], time: number, length: number): boolean {
    if (stream !== this.place.stream || time !== this.place.time || this.#size + length > MERGE_LIMIT) return false;
    return this.#bytes[this.#size - 1] === NEWLINE;
  }

  /** Appends bytes that bring `lines` further lines. Linear over any number of calls. */
  append(bytes: Buffer, lines: number): void {
    const size = this.#size + bytes.length;
    if (size > this.#bytes.length) this.#moveTo(this.#memory.take(size));
    this.#bytes.set(bytes, this.#size);
    this.#size = size;
    this.#lines += lines;
    this.#starts = null;
  }

  /** The bytes from the line with this sequence number on, one character each: for a search, which need not decode. */
  bytesFrom(seq: number): string {
    const index = Math.max(0, seq - this.place.firstSeq);
    return this.#bytes.toString('latin1', index === 0 ? 0 : this.#lineStarts()[index], this.#size);
  }

  /** It stays as it is for who reads it, also after it was released. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Gives its memory back; unless it is held, the segment must not be used any more. */
  release(): void {
    if (!this.#isHeld) this.#memory.give(this.#bytes);
  }

  /** For a single line that was appended to: forgets what carriage returns have overwritten. False when that is nothing. */
  forgetOverwritten(): boolean {
    const start = overwrittenBytes(this.#bytes.subarray(0, this.#size));
    if (start === 0) return false;
    this.#bytes.copyWithin(0, start, this.#size);
    this.#size -= start;
    return true;
  }

  /** For a single line: ends it here with a mark, between two characters. Returns the bytes that the next line begins with. */
  breakOff(): Buffer {
    const end = endOfCompleteCharacters(this.#bytes.subarray(0, this.#size));
    const rest = this.#bytes.subarray(end, this.#size);
    this.#size = end;
    this.#isBroken = true;
    return rest;
  }

  /** The text of the line with this sequence number, which the segment must hold. */
  text(seq: number): string {
    const index = seq - this.place.firstSeq;
    const starts = this.#lines > 1 ? this.#lineStarts() : null;
    const start = starts?.[index] ?? 0;
    let end = starts?.[index + 1] ?? this.#size;
    if (end > start && this.#bytes[end - 1] === NEWLINE) end--;
    const text = lastState(this.#bytes.toString('utf8', start, end));
    return this.#isBroken && index === this.#lines - 1 ? `${text}${breakMark}` : text;
  }

  /** The lines with `firstSeq <= seq < nextSeq`, which the segment must hold. */
  block(firstSeq: number, nextSeq: number, isOpen: boolean): LogBlock {
    const { stream, time, note } = this.place;
    const block = { firstSeq, nextSeq, stream, time, isOpen, text: () => this.#textOf(firstSeq, nextSeq) };
    return note === undefined ? block : { ...block, note };
  }

  #textOf(firstSeq: number, nextSeq: number): string {
    const first = firstSeq - this.place.firstSeq;
    const next = nextSeq - this.place.firstSeq;
    const start = first === 0 ? 0 : this.#lineStarts()[first]!;
    let end = next === this.#lines ? this.#size : this.#lineStarts()[next]!;
    if (end > start && this.#bytes[end - 1] === NEWLINE) end--;
    const text = this.#bytes.toString('utf8', start, end);
    const shown = movesBack(text) ? text.split('\n').map(lastState).join('\n') : text;
    return this.#isBroken && next === this.#lines ? `${shown}${breakMark}` : shown;
  }

  #moveTo(larger: Buffer): void {
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#memory.give(this.#bytes);
    this.#bytes = larger;
  }

  #lineStarts(): Uint32Array {
    if (this.#starts !== null) return this.#starts;
    const starts = new Uint32Array(this.#lines);
    for (let line = 1; line < this.#lines; line++) starts[line] = this.#bytes.indexOf(NEWLINE, starts[line - 1]) + 1;
    this.#starts = starts;
    return starts;
  }
}
