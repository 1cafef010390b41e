import { blocksOf } from '../../supervisor/log/block.js';
import type { LogBlock, LogLine, LogReader } from '../../supervisor/log/line.js';
import { lastAtMost } from '../text/binary-search.js';
import type { LineSource, Origin } from './line-source.js';
import { type Run, RunList } from './run-list.js';

/** The log of one process of those that are merged. */
export interface NamedLog {
  readonly name: string;
  readonly reader: LogReader;
}

interface Part extends NamedLog {
  /** The first line that was not taken yet. */
  next: number;
  revision: number;
  lastTime: number;
  /** Its runs, the oldest first; those before `head` are lost. */
  runs: Run<Part>[];
  head: number;
}

/** The next block of a part. */
interface Head {
  readonly part: Part;
  /** Of the part among the parts: which comes first where the times are the same. */
  readonly order: number;
  readonly rest: Iterator<LogBlock>;
  block: LogBlock;
  time: number;
}

/** Blocks between two readings of the clock. */
const blocksPerSlice = 256;

/** Lost runs of a part after which their places are given back. */
const lostRuns = 1024;

/**
 * The logs of several processes as one, in the order in which the lines were received. It keeps no lines, only which come
 * after which; a line that its own log keeps no longer leaves a gap in the numbers and none in the list.
 */
export class MergedLog implements LineSource {
  readonly #logs: () => readonly NamedLog[];
  #parts: readonly Part[] = [];
  #runs = new RunList<Part>();
  nextSeq = 0;
  revision = 0;
  lost = 0;

  /** @param logs the logs to merge; asked with every refresh */
  constructor(logs: () => readonly NamedLog[]) {
    this.#logs = logs;
  }

  get length(): number {
    return this.#runs.length;
  }

  get errors(): number {
    return this.#parts.reduce((sum, { reader }) => sum + reader.errors, 0);
  }

  /** How much was merged at the last refresh of what there is, from 0 to 1. */
  get progress(): number {
    if (this.isComplete) return 1;
    return this.length / this.#parts.reduce((sum, { reader }) => sum + reader.nextSeq - reader.firstSeq, 0);
  }

  /** Whether all was merged that there was at the last refresh. */
  isComplete = true;

  refresh(isSpent: () => boolean = () => false): void {
    const logs = this.#logs();
    const known = this.#parts;
    this.#parts = logs.map(
      ({ name, reader }) => known.find((part) => part.name === name && part.reader === reader) ?? newPart(name, reader),
    );
    const isSame = known.length === this.#parts.length && known.every((part, index) => part === this.#parts[index]);
    if (isSame && this.#parts.every(({ reader, revision }) => reader.revision === revision)) return;
    this.revision += 1;
    const present = new Set(this.#parts);
    const lostBefore = this.lost;
    for (const part of known) this.#forget(part, present.has(part) ? part.reader.firstSeq : Number.POSITIVE_INFINITY);
    if (this.lost > lostBefore) this.#runs.settle();
    this.#takeNew(isSpent);
  }

  indexOf(seq: number): number {
    const place = this.#runs.atSeq(seq);
    return place === undefined ? 0 : place.before + Math.min(seq - place.run.start, place.run.count);
  }

  seqAt(index: number): number {
    const { run, before } = this.#runs.atIndex(index);
    return run.start + index - before;
  }

  lines(from: number, to: number): readonly LogLine[] {
    const lines: LogLine[] = [];
    const begin = Math.max(0, from);
    let left = Math.min(to, this.length) - begin;
    if (left <= 0) return [];
    const seq = this.seqAt(begin);
    for (const { part, first, start, count } of this.#runs.fromSeq(seq)) {
      const skipped = Math.max(0, seq - start);
      const taken = Math.min(count - skipped, left);
      const origins = part.reader.slice(first + skipped, first + skipped + taken);
      for (const line of origins) lines.push({ ...line, seq: line.seq - first + start });
      left -= taken;
      if (left <= 0) break;
    }
    return lines;
  }

  *blocks(from: number, to: number): Generator<LogBlock> {
    for (const { part, first, start, count } of this.#runs.fromSeq(from)) {
      if (start >= to) return;
      const shift = start - first;
      const [begin, end] = [Math.max(from, start), Math.min(to, start + count)];
      if (begin >= end) continue;
      for (const block of blocksOf(part.reader, begin - shift, end - shift)) {
        yield { ...block, firstSeq: block.firstSeq + shift, nextSeq: block.nextSeq + shift };
      }
    }
  }

  spans(): Iterable<readonly [from: number, to: number]> {
    return this.#runs.spans();
  }

  origin(seq: number): Origin {
    const run = this.#runs.atSeq(seq)?.run;
    return run === undefined ? { name: '', seq } : { name: run.part.name, seq: seq - run.start + run.first };
  }

  seqOf({ name, seq }: Origin): number | undefined {
    const runs = this.#parts.find((part) => part.name === name)?.runs ?? [];
    const run = runs[lastAtMost(runs, seq, ({ first }) => first)];
    return run !== undefined && seq < run.first + run.count ? seq - run.first + run.start : undefined;
  }

  /** Forgets the lines of a part that its log keeps no longer. */
  #forget(part: Part, firstSeq: number): void {
    for (; part.head < part.runs.length; part.head += 1) {
      const run = part.runs[part.head]!;
      const count = Math.min(run.count, firstSeq - run.first);
      if (count > 0) {
        this.#runs.lose(run, count);
        this.lost += count;
      }
      if (run.count > 0) break;
    }
    if (part.head < lostRuns) return;
    part.runs.splice(0, part.head);
    part.head = 0;
  }

  /** Takes the oldest of what is new, again and again, until there is no more or the time is over. */
  #takeNew(isSpent: () => boolean): void {
    const heads = this.#heads();
    for (let count = 1; heads.length > 0; count += 1) {
      const head = heads.shift()!;
      const { part, block, rest } = head;
      const lines = block.nextSeq - block.firstSeq;
      const run = this.#runs.add(part, block.firstSeq, this.nextSeq, lines);
      if (run !== undefined) part.runs.push(run);
      this.nextSeq += lines;
      part.next = block.nextSeq;
      const next = rest.next();
      if (next.done !== true) putInOrder(heads, next.value, head);
      else finish(part);
      if (count % blocksPerSlice === 0 && heads.length > 0 && isSpent()) break;
    }
    this.isComplete = heads.length === 0;
  }

  #heads(): Head[] {
    const heads: Head[] = [];
    for (const [order, part] of this.#parts.entries()) {
      const rest = blocksOf(part.reader, part.next, part.reader.nextSeq)[Symbol.iterator]();
      const first = rest.next();
      if (first.done === true) finish(part);
      else putInOrder(heads, first.value, { part, order, rest });
    }
    return heads;
  }
}

function newPart(name: string, reader: LogReader): Part {
  return { name, reader, next: reader.firstSeq, revision: -1, lastTime: 0, runs: [], head: 0 };
}

/** All of it was taken. */
function finish(part: Part): void {
  part.next = Math.max(part.next, part.reader.nextSeq);
  part.revision = part.reader.revision;
}

function putInOrder(heads: Head[], block: LogBlock, { part, order, rest }: Pick<Head, 'part' | 'order' | 'rest'>): void {
  // The wall clock can be set back; the lines of one process stay in their order.
  part.lastTime = Math.max(part.lastTime, block.time);
  const time = part.lastTime;
  let at = lastAtMost(heads, time, (head) => head.time) + 1;
  while (at > 0 && heads[at - 1]!.time === time && heads[at - 1]!.order > order) at -= 1;
  heads.splice(at, 0, { part, order, rest, block, time });
}
