import { blocksOf } from '../../supervisor/log/block.js';
import type { LogBlock, LogLine, LogReader } from '../../supervisor/log/line.js';
import { lastAtMost } from '../text/binary-search.js';
import type { LineSource, Origin } from './line-source.js';

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
}

/** Consecutive lines of one log with consecutive numbers of the merged one. */
interface Run {
  readonly part: Part;
  /** In the log of the part. */
  first: number;
  /** In the merged log. */
  start: number;
  count: number;
  readonly time: number;
}

/**
 * The logs of several processes as one, in the order in which the lines were received. It keeps no lines, only which come
 * after which; a line that its own log keeps no longer leaves a gap in the numbers and none in the list.
 */
export class MergedLog implements LineSource {
  readonly #logs: () => readonly NamedLog[];
  #parts: readonly Part[] = [];
  #runs: Run[] = [];
  /** For each run, how many lines come before it. */
  #before: number[] = [];
  length = 0;
  nextSeq = 0;
  revision = 0;

  /** @param logs the logs to merge; asked with every refresh */
  constructor(logs: () => readonly NamedLog[]) {
    this.#logs = logs;
  }

  get errors(): number {
    return this.#parts.reduce((sum, { reader }) => sum + reader.errors, 0);
  }

  refresh(): void {
    const logs = this.#logs();
    const known = this.#parts;
    this.#parts = logs.map(
      ({ name, reader }) => known.find((part) => part.name === name && part.reader === reader) ?? newPart(name, reader),
    );
    const isSame = known.length === this.#parts.length && known.every((part, index) => part === this.#parts[index]);
    if (isSame && this.#parts.every(({ reader, revision }) => reader.revision === revision)) return;
    this.revision += 1;
    this.#takeNew();
    this.#forgetOld(isSame ? undefined : new Set(this.#parts));
  }

  indexOf(seq: number): number {
    const at = lastAtMost(this.#runs, seq, ({ start }) => start);
    if (at === -1) return 0;
    return this.#before[at]! + Math.min(seq - this.#runs[at]!.start, this.#runs[at]!.count);
  }

  seqAt(index: number): number {
    const at = lastAtMost(this.#before, index, (before) => before);
    return this.#runs[at]!.start + index - this.#before[at]!;
  }

  lines(from: number, to: number): readonly LogLine[] {
    const lines: LogLine[] = [];
    const end = Math.min(to, this.length);
    let index = Math.max(0, from);
    for (let at = lastAtMost(this.#before, index, (before) => before); index < end; at++) {
      const { part, first, start, count } = this.#runs[at]!;
      const skipped = index - this.#before[at]!;
      const taken = Math.min(count - skipped, end - index);
      const origins = part.reader.slice(first + skipped, first + skipped + taken);
      for (const line of origins) lines.push({ ...line, seq: line.seq - first + start });
      index += taken;
    }
    return lines;
  }

  *blocks(from: number, to: number): Generator<LogBlock> {
    const at = lastAtMost(this.#runs, from, ({ start }) => start);
    for (let index = Math.max(0, at); index < this.#runs.length; index++) {
      const { part, first, start, count } = this.#runs[index]!;
      if (start >= to) return;
      const shift = start - first;
      const [begin, end] = [Math.max(from, start), Math.min(to, start + count)];
      if (begin >= end) continue;
      for (const block of blocksOf(part.reader, begin - shift, end - shift)) {
        yield { ...block, firstSeq: block.firstSeq + shift, nextSeq: block.nextSeq + shift };
      }
    }
  }

  origin(seq: number): Origin {
    const run = this.#runs[lastAtMost(this.#runs, seq, ({ start }) => start)];
    return run === undefined ? { name: '', seq } : { name: run.part.name, seq: seq - run.start + run.first };
  }

  seqOf({ name, seq }: Origin): number | undefined {
    const run = this.#runs.find(({ part, first, count }) => part.name === name && seq >= first && seq < first + count);
    return run && seq - run.first + run.start;
  }

  #takeNew(): void {
    const news: Run[] = [];
    for (const part of this.#parts) {
      const { reader } = part;
      for (const { firstSeq, nextSeq, time } of blocksOf(reader, part.next, reader.nextSeq)) {
        // The wall clock can be set back; the lines of one process stay in their order.
        part.lastTime = Math.max(part.lastTime, time);
        news.push({ part, first: firstSeq, start: 0, count: nextSeq - firstSeq, time: part.lastTime });
      }
      part.next = Math.max(part.next, reader.nextSeq);
      part.revision = reader.revision;
    }
    news.sort((one, other) => one.time - other.time);
    for (const run of news) {
      const last = this.#runs.at(-1);
      const continues = last?.part === run.part && last.first + last.count === run.first;
      if (continues) last.count += run.count;
      else this.#runs.push({ ...run, start: this.nextSeq });
      this.nextSeq += run.count;
    }
  }

  #forgetOld(parts: ReadonlySet<Part> | undefined): void {
    const kept: Run[] = [];
    this.#before = [];
    this.length = 0;
    for (const run of this.#runs) {
      const lost = Math.min(run.count, Math.max(0, run.part.reader.firstSeq - run.first));
      run.first += lost;
      run.start += lost;
      run.count -= lost;
      if (run.count === 0 || parts?.has(run.part) === false) continue;
      kept.push(run);
      this.#before.push(this.length);
      this.length += run.count;
    }
    this.#runs = kept;
  }
}

function newPart(name: string, reader: LogReader): Part {
  return { name, reader, next: reader.firstSeq, revision: -1, lastTime: 0 };
}
