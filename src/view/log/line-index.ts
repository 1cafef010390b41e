import type { LogBlock, LogLine } from '../../supervisor/log/line.js';
import { lastAtMost } from '../text/binary-search.js';
import { plainLines } from '../text/plain-lines.js';
import type { LineList, LineSource } from './line-source.js';
import type { LineTest } from './line-test.js';

/** Which lines of a source are listed. */
export interface LineFilter {
  /** Without it, whatever the line says. */
  readonly test: LineTest | undefined;
  /** Only what came on stderr. */
  readonly stderrOnly: boolean;
  /** No line before this sequence number. */
  readonly fromSeq: number;
}

/** Lines between two readings of the clock. */
const linesPerSlice = 128;

/** The lines of a source that pass, found little by little and kept up as lines come and go. */
export class LineIndex implements LineList {
  readonly #source: LineSource;
  readonly #filter: LineFilter;
  #seqs: number[] = [];
  /** The first line that was not searched yet. */
  #next: number;
  /** Lines that had no end yet when they were searched. */
  #open: readonly number[] = [];
  #seenRevision = -1;
  #seenLost = 0;
  #revision = 0;

  constructor(source: LineSource, filter: LineFilter) {
    this.#source = source;
    this.#filter = filter;
    this.#next = filter.fromSeq;
  }

  get length(): number {
    return this.#seqs.length;
  }

  /** Grows whenever the list changed or was completed. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether every line was searched that the source had at its last refresh. */
  get isComplete(): boolean {
    return this.#seenRevision === this.#source.revision;
  }

  /** How much of what there is was searched, from 0 to 1. */
  get progress(): number {
    const { length } = this.#source;
    return this.isComplete || length === 0 ? 1 : this.#source.indexOf(this.#next) / length;
  }

  indexOf(seq: number): number {
    return lastAtMost(this.#seqs, seq - 1, (each) => each) + 1;
  }

  seqAt(index: number): number {
    return this.#seqs[index]!;
  }

  lines(from: number, to: number): readonly LogLine[] {
    return this.#seqs.slice(Math.max(0, from), Math.max(0, to)).flatMap((seq) => {
      const at = this.#source.indexOf(seq);
      return this.#source.lines(at, at + 1).filter((line) => line.seq === seq);
    });
  }

  /** Searches on, until all was searched or `isSpent` says that the time is over. The source was refreshed before. */
  step(isSpent: () => boolean): void {
    if (this.isComplete) return;
    const { revision } = this.#source;
    this.#revision += 1;
    this.#prune();
    this.#searchAgain();
    if (this.#scan(isSpent)) this.#seenRevision = revision;
  }

  /** Forgets the lines that the source keeps no longer. */
  #prune(): void {
    const { lost } = this.#source;
    if (lost === this.#seenLost) return;
    this.#seenLost = lost;
    let [kept, at] = [0, 0];
    const seqs = this.#seqs;
    for (const [from, to] of this.#source.spans()) {
      while (at < seqs.length && seqs[at]! < from) at += 1;
      while (at < seqs.length && seqs[at]! < to) seqs[kept++] = seqs[at++]!;
    }
    seqs.length = kept;
  }

  /** Searches the lines again that may have grown. */
  #searchAgain(): void {
    const again = this.#open;
    this.#open = [];
    for (const seq of again) {
      const at = this.indexOf(seq);
      const wasListed = this.#seqs[at] === seq;
      const found: number[] = [];
      for (const block of this.#source.blocks(seq, seq + 1)) this.#search(block, found, () => false);
      if (wasListed !== found.length > 0) this.#seqs.splice(at, wasListed ? 1 : 0, ...found);
    }
  }

  #scan(isSpent: () => boolean): boolean {
    for (const block of this.#source.blocks(this.#next, this.#source.nextSeq)) {
      this.#next = this.#search(block, this.#seqs, isSpent);
      if (this.#next < block.nextSeq || isSpent()) return this.#next >= this.#source.nextSeq;
    }
    this.#next = Math.max(this.#next, this.#source.nextSeq);
    return true;
  }

  /** Adds what is wanted of a block to `found`. Returns the first line that it did not read. */
  #search(block: LogBlock, found: number[], isSpent: () => boolean): number {
    const { firstSeq, nextSeq } = block;
    const { test, stderrOnly } = this.#filter;
    if (block.isOpen) this.#open = [...this.#open, nextSeq - 1];
    if (stderrOnly && block.stream !== 'stderr') return nextSeq;
    if (test === undefined) {
      for (let seq = firstSeq; seq < nextSeq; seq++) found.push(seq);
      return nextSeq;
    }
    const text = plainLines(block.text());
    if (!test.mayPass(text)) return nextSeq;
    const lines = text.split('\n');
    for (let index = 0; index < lines.length; index++) {
      if (index % linesPerSlice === linesPerSlice - 1 && isSpent()) return firstSeq + index;
      if (test.passes(lines[index]!)) found.push(firstSeq + index);
    }
    return nextSeq;
  }
}
