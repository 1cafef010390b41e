import type { LineCounts } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import type { FileBlock } from './blocks.js';
import { linePrefix } from './format.js';

/** So many are remembered; the lines of older ones are in nobody's memory any more. */
const mostGaps = 1000;

/** Lines of output by stream. */
export type OutputCounts = Record<OutputStream, number>;

/** The sum of two counts of lines, by stream. */
export function sumOf(counts: Readonly<OutputCounts>, block: Readonly<OutputCounts>): OutputCounts {
  return { stdout: counts.stdout + block.stdout, stderr: counts.stderr + block.stderr };
}

/** Lines that were left out of a file at one place. */
interface Gap {
  /** The lines before it, by stream. */
  readonly from: Readonly<OutputCounts>;
  /** Those before what follows it. */
  to: Readonly<OutputCounts>;
}

interface Unsaid {
  readonly gap: Gap;
  readonly why: string;
  readonly time: number;
  /** The watchdog's own lines that stood in it. */
  readonly notes: Buffer[];
}

/** What is left out of a log file, which has room for so much only: where, how many lines of each stream, and why. */
export class LogGaps {
  /** The oldest first. */
  #gaps: Gap[] = [];
  /** Not said yet. */
  #pending: Unsaid | undefined;
  /** On its way into the file. */
  #taken: Unsaid | undefined;

  /**
   * Leaves a block out, which comes next. The watchdog's own lines are kept.
   * @param before lines of output before it
   * @param time in milliseconds since 1970
   */
  leaveOut(block: FileBlock, before: Readonly<OutputCounts>, why: string, time: number): void {
    if (this.#pending === undefined) {
      const gap = { from: { ...before }, to: before };
      this.#pending = { gap, why, time, notes: [] };
      this.#gaps = [...this.#gaps.slice(1 - mostGaps), gap];
    }
    const { gap, notes } = this.#pending;
    gap.to = sumOf(before, block);
    for (const [start, end] of block.notes) notes.push(Buffer.from(block.bytes.subarray(start, end)));
  }

  /** Whether something was left out right before what comes next. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** What must be written before the next block: how many lines are missing there, and the watchdog's own that stood among them. */
  take(): { readonly remark: Buffer; readonly notes: number; readonly noteBytes: number } | undefined {
    this.#taken = this.#pending;
    this.#pending = undefined;
    if (this.#taken === undefined) return undefined;
    const { gap, why, time, notes } = this.#taken;
    const lines = gap.to.stdout - gap.from.stdout + gap.to.stderr - gap.from.stderr;
    const words = Buffer.from(`${lines} lines are missing here: ${why}\n`);
    return {
      remark: Buffer.concat([linePrefix('watchdog', time), words, ...notes]),
      notes: notes.length,
      noteBytes: notes.reduce((sum, note) => sum + note.length, 0),
    };
  }

  /**
   * What was taken, and the blocks after it, could not be written. Returns whether the blocks come next again; they do not where
   * something was left out after them meanwhile, and are left out with it.
   */
  putBack(blocks: readonly FileBlock[], before: Readonly<OutputCounts>, why: string, time: number): boolean {
    const [taken, later] = [this.#taken, this.#pending];
    [this.#taken, this.#pending] = [undefined, taken];
    if (later === undefined) return true;
    let at = before;
    for (const block of blocks) {
      this.leaveOut(block, at, why, time);
      at = sumOf(at, block);
    }
    const { gap, notes } = this.#pending!;
    gap.to = later.gap.to;
    notes.push(...later.notes);
    this.#gaps = this.#gaps.filter((each) => each !== later.gap);
    return false;
  }

  /** How many lines of a stream, from the one with the number `from` up to the one with the number `to`, were left out. */
  within(stream: OutputStream, from: number, to: number): number {
    let lines = 0;
    for (const gap of this.#gaps) lines += Math.max(0, Math.min(to, gap.to[stream]) - Math.max(from, gap.from[stream]));
    return lines;
  }

  /** How many remarks stand after these lines, and how many of the lines that they speak of came before them. */
  after(before: LineCounts): { readonly remarks: number; readonly missing: number } {
    const later = this.#gaps.filter(
      (gap) => gap !== this.#pending?.gap && (gap.to.stdout > before.stdout || gap.to.stderr > before.stderr),
    );
    const missingOf = ({ from, to }: Gap): number =>
      Math.max(0, Math.min(to.stdout, before.stdout) - from.stdout) +
      Math.max(0, Math.min(to.stderr, before.stderr) - from.stderr);
    return { remarks: later.length, missing: later.reduce((sum, gap) => sum + missingOf(gap), 0) };
  }
}
