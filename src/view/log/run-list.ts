import { lastAtMost } from '../text/binary-search.js';

/** Consecutive lines of one log with consecutive numbers of the merged one. */
export interface Run<Part> {
  readonly part: Part;
  /** In the log of the part. */
  first: number;
  /** In the merged log. */
  start: number;
  count: number;
  /** Where the list has it. */
  readonly chunk: Chunk<Part>;
}

/** Some runs after one another, so that what is lost of a long list changes a small part of it. */
export interface Chunk<Part> {
  runs: Run<Part>[];
  /** For each run, how many lines of the chunk come before it; undefined after a change. */
  before: number[] | undefined;
  count: number;
}

/** Runs in a chunk. */
const chunkSize = 512;

/** A run, and how many lines of the list come before it. */
export interface RunPlace<Part> {
  readonly run: Run<Part>;
  readonly before: number;
}

/** Runs of growing numbers, at whose end others come and of which any can lose its first lines. */
export class RunList<Part> {
  #chunks: Chunk<Part>[] = [];
  /** For each chunk, how many lines come before it. */
  #before: number[] = [];
  #last: Run<Part> | undefined;
  /** How many lines all runs have. */
  length = 0;

  /** Adds lines at the end. Returns the run that they made, undefined where they made the last one longer. */
  add(part: Part, first: number, start: number, count: number): Run<Part> | undefined {
    const last = this.#last;
    this.length += count;
    if (last !== undefined && last.count > 0 && last.part === part && last.first + last.count === first) {
      last.count += count;
      this.#chunks.at(-1)!.count += count;
      return undefined;
    }
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.runs.length >= chunkSize) {
      this.#before.push(this.length - count);
      chunk = { runs: [], before: [], count: 0 };
      this.#chunks.push(chunk);
    }
    const run = { part, first, start, count, chunk };
    chunk.before?.push(chunk.count);
    chunk.runs.push(run);
    chunk.count += count;
    this.#last = run;
    return run;
  }

  /** Takes the first lines of a run away. The places of all others hold again after `settle`. */
  lose(run: Run<Part>, count: number): void {
    const { chunk } = run;
    run.first += count;
    run.start += count;
    run.count -= count;
    chunk.count -= count;
    chunk.before = undefined;
    this.length -= count;
  }

  /** Has to be called after lines were lost. */
  settle(): void {
    for (const chunk of this.#chunks) {
      if (chunk.before === undefined) chunk.runs = chunk.runs.filter(({ count }) => count > 0);
    }
    this.#chunks = this.#chunks.filter(({ runs }) => runs.length > 0);
    let before = 0;
    this.#before = this.#chunks.map(({ count }) => {
      before += count;
      return before - count;
    });
  }

  /** The last run that begins at `seq` or before; undefined where there is none. */
  atSeq(seq: number): RunPlace<Part> | undefined {
    const at = lastAtMost(this.#chunks, seq, ({ runs }) => runs[0]!.start);
    if (at === -1) return undefined;
    const { runs } = this.#chunks[at]!;
    return this.#place(
      at,
      lastAtMost(runs, seq, ({ start }) => start),
    );
  }

  /** The run in which the line at `index` is, which must be less than `length`. */
  atIndex(index: number): RunPlace<Part> {
    const at = lastAtMost(this.#before, index, (before) => before);
    const inside = lastAtMost(this.#beforeIn(at), index - this.#before[at]!, (before) => before);
    return this.#place(at, inside);
  }

  /** The runs from the one in which `seq` is, or the next, in order. */
  *fromSeq(seq: number): Generator<Run<Part>> {
    let at = Math.max(
      0,
      lastAtMost(this.#chunks, seq, ({ runs }) => runs[0]!.start),
    );
    let inside = Math.max(
      0,
      lastAtMost(this.#chunks[at]?.runs ?? [], seq, ({ start }) => start),
    );
    for (; at < this.#chunks.length; at++, inside = 0) {
      const { runs } = this.#chunks[at]!;
      for (; inside < runs.length; inside++) yield runs[inside]!;
    }
  }

  /** The numbers that are there, as spans `[from, to)` in order, of which neighbours may touch. */
  *spans(): Generator<readonly [from: number, to: number]> {
    for (const { runs, count } of this.#chunks) {
      const [start, last] = [runs[0]!.start, runs.at(-1)!];
      if (last.start + last.count - start === count) yield [start, start + count];
      else for (const run of runs) yield [run.start, run.start + run.count];
    }
  }

  #place(at: number, inside: number): RunPlace<Part> {
    return { run: this.#chunks[at]!.runs[inside]!, before: this.#before[at]! + this.#beforeIn(at)[inside]! };
  }

  #beforeIn(at: number): readonly number[] {
    const chunk = this.#chunks[at]!;
    let before = 0;
    chunk.before ??= chunk.runs.map(({ count }) => {
      before += count;
      return before - count;
    });
    return chunk.before;
  }
}
