import type { LogSegment } from './segment.js';

const COMPACT_AFTER = 256;

/** Segments in the order of their sequence numbers; cheap to append to, to drop from the front of, and to search. */
export class SegmentQueue {
  #segments: (LogSegment | undefined)[] = [];
  #head = 0;

  /** How many segments there are. */
  get length(): number {
    return this.#segments.length - this.#head;
  }

  /** The oldest one. */
  get first(): LogSegment | undefined {
    return this.#segments[this.#head];
  }

  /** The newest one. */
  get last(): LogSegment | undefined {
    return this.#segments.at(-1);
  }

  /** Appends the newest one. */
  push(segment: LogSegment): void {
    this.#segments.push(segment);
  }

  /** Removes the oldest one. */
  dropFirst(): void {
    this.#segments[this.#head++] = undefined;
    if (this.#head < COMPACT_AFTER || this.#head * 2 < this.#segments.length) return;
    this.#segments = this.#segments.slice(this.#head);
    this.#head = 0;
  }

  /** Removes all. */
  clear(): void {
    this.#segments = [];
    this.#head = 0;
  }

  /** The segment that holds the line `seq`, and all that follow it. */
  *from(seq: number): Generator<LogSegment> {
    let low = this.#head;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#segments[middle]!.nextSeq <= seq) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < this.#segments.length; index++) yield this.#segments[index]!;
  }
}
