import { countErrors } from '../../policy/words/log-level.js';
import type { LogSegment } from './segment.js';

/** Bytes of a burst that are searched, whatever else there is to do. */
const mostOfBurst = 12 * 1024 * 1024;
/** By how much that grows with each pass, of which there are four a second: of a flood that lasts, so much is searched. */
const perPass = 1024 * 1024;

/** Counts the lines of a log that are errors, each once: in a pass, or where it is dropped before one. */
export class ErrorCount {
  #errors = 0;
  #seenSeq = 0;
  #budget = mostOfBurst;

  /** Over all generations. */
  get errors(): number {
    return this.#errors;
  }

  /** The first line that was not examined. */
  get seenSeq(): number {
    return this.#seenSeq;
  }

  /** Searches the lines of segments before the one with the number `end`; where that is too much for one pass, only the newest. */
  search(segments: Iterable<LogSegment>, end: number): void {
    this.#budget = Math.min(mostOfBurst, this.#budget + perPass);
    const unseen = [...segments].filter(({ place }) => place.firstSeq < end);
    for (const segment of unseen.toReversed()) this.#count(segment);
    this.#seenSeq = end;
  }

  /** A segment, which is the oldest, is dropped. */
  dropped(segment: LogSegment): void {
    if (segment.nextSeq <= this.#seenSeq) return;
    this.#count(segment);
    this.#seenSeq = segment.nextSeq;
  }

  #count(segment: LogSegment): void {
    if (segment.place.stream === 'watchdog' || segment.size > this.#budget) return;
    this.#budget -= segment.size;
    this.#errors += countErrors(segment.bytesFrom(this.#seenSeq));
  }
}
