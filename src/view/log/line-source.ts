import { blocksOf } from '../../supervisor/log/block.js';
import type { LogBlock, LogLine, LogReader } from '../../supervisor/log/line.js';

/** Lines in an order, each with a sequence number that grows from line to line but may leave some out. */
export interface LineList {
  readonly length: number;
  /** How many of its lines have a smaller sequence number. */
  indexOf(seq: number): number;
  /** The sequence number of the line at `index`, which must be less than `length`. */
  seqAt(index: number): number;
  /** The lines with `from <= index < to`, clipped to what is there. */
  lines(from: number, to: number): readonly LogLine[];
}

/** The process that wrote a line, and the line's number in the log of that process. */
export interface Origin {
  readonly name: string;
  readonly seq: number;
}

/** All lines that a pane can list: the log of one process, or of all. */
export interface LineSource extends LineList {
  /** One past the newest line. */
  readonly nextSeq: number;
  /** Changes whenever anything changed. */
  readonly revision: number;
  /** Errors that were found since the start. */
  readonly errors: number;
  /** How many lines it has lost since its start, so that those that search for some know when to search again. */
  readonly lost: number;
  /** Whether all was taken in that there was at the last refresh. */
  readonly isComplete: boolean;
  /** How much of it that was, from 0 to 1. */
  readonly progress: number;
  /** Takes in what came since the last call, until all is there or `isSpent` says that the time is over; the list stands still in between. */
  refresh(isSpent?: () => boolean): void;
  /** The sequence numbers of its lines, as spans `[from, to)` in order, of which neighbours may touch. */
  spans(): Iterable<readonly [from: number, to: number]>;
  /** The lines with `from <= seq < to` as they lie in memory. */
  blocks(from: number, to: number): Iterable<LogBlock>;
  origin(seq: number): Origin;
  /** The sequence number here of a line of a process; undefined where it is not kept. */
  seqOf(origin: Origin): number | undefined;
}

/** The log of one process as a list. */
export class SingleLog implements LineSource {
  readonly reader: LogReader;
  readonly #name: string;

  constructor(name: string, reader: LogReader) {
    this.#name = name;
    this.reader = reader;
  }

  get errors(): number {
    return this.reader.errors;
  }

  get length(): number {
    return this.reader.nextSeq - this.reader.firstSeq;
  }

  get nextSeq(): number {
    return this.reader.nextSeq;
  }

  get revision(): number {
    return this.reader.revision;
  }

  get lost(): number {
    return this.reader.firstSeq;
  }

  readonly isComplete = true;

  readonly progress = 1;

  refresh(): void {}

  spans(): Iterable<readonly [from: number, to: number]> {
    return [[this.reader.firstSeq, this.reader.nextSeq]];
  }

  indexOf(seq: number): number {
    return Math.max(0, Math.min(seq - this.reader.firstSeq, this.length));
  }

  seqAt(index: number): number {
    return this.reader.firstSeq + index;
  }

  lines(from: number, to: number): readonly LogLine[] {
    const { firstSeq } = this.reader;
    return this.reader.slice(firstSeq + from, firstSeq + to);
  }

  blocks(from: number, to: number): Iterable<LogBlock> {
    return blocksOf(this.reader, from, to);
  }

  origin(seq: number): Origin {
    return { name: this.#name, seq };
  }

  seqOf({ name, seq }: Origin): number | undefined {
    return name === this.#name && seq >= this.reader.firstSeq && seq < this.reader.nextSeq ? seq : undefined;
  }
}

/** A list without its lines before a sequence number. */
export class ListFrom implements LineList {
  readonly #list: LineList;
  readonly #seq: number;

  constructor(list: LineList, seq: number) {
    this.#list = list;
    this.#seq = seq;
  }

  get length(): number {
    return this.#list.length - this.#before;
  }

  get #before(): number {
    return this.#list.indexOf(this.#seq);
  }

  indexOf(seq: number): number {
    return Math.max(0, this.#list.indexOf(seq) - this.#before);
  }

  seqAt(index: number): number {
    return this.#list.seqAt(this.#before + index);
  }

  lines(from: number, to: number): readonly LogLine[] {
    return this.#list.lines(this.#before + from, this.#before + to);
  }
}
