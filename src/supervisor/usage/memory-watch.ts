import type { MemoryLimit } from '../../policy/process/policy.js';
import { memoryOf } from '../../policy/process/usage.js';
import type { Clock } from '../../ports/clock.js';
import type { SampledTree, UsageSampler } from '../../ports/usage-sampler.js';
import { restAfter } from './pace.js';

/** A running process whose memory has a limit. */
export interface LimitedTree extends SampledTree {
  readonly limit: MemoryLimit;
  /** Says what its tree has now, if it is still this generation. */
  measured(bytes: number): void;
}

/** What a memory watch is made of. */
export interface MemoryWatchParts {
  readonly clock: Clock;
  readonly sampler: UsageSampler;
  /** Those that run now. */
  trees(): readonly LimitedTree[];
}

const usualMs = 2000;
const shortestMs = 250;
/** So many measurements at least fall into the time for which a limit may be exceeded. */
const samples = 4;

/** Measures the memory of those that have a limit, whether the figures are read or not, as long as any of them runs. */
export class MemoryWatch {
  readonly #parts: MemoryWatchParts;
  #timer: Disposable | undefined;
  #isMeasuring = false;
  #closed = false;

  constructor(parts: MemoryWatchParts) {
    this.#parts = parts;
  }

  /** To be called when a process began or ceased to run, or has another limit. */
  changed(): void {
    if (this.#closed || this.#isMeasuring) return;
    const trees = this.#parts.trees();
    if (trees.length === 0) this.#rest();
    else this.#timer ??= this.#parts.clock.setTimer(() => void this.#poll(), intervalOf(trees));
  }

  /** Measures no more. */
  close(): void {
    this.#closed = true;
    this.#rest();
  }

  #rest(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    const { clock, sampler, trees } = this.#parts;
    this.#timer = undefined;
    this.#isMeasuring = true;
    const begin = clock.now();
    const workBefore = sampler.workMs;
    const asked = trees();
    const usages = await sampler.sample(asked);
    this.#isMeasuring = false;
    if (this.#closed) return;
    for (const tree of asked) {
      const members = usages.get(tree.mark)?.members ?? [];
      // What could not be read is not known to be small.
      if (members.length > 0) tree.measured(memoryOf({ at: begin, members }));
    }
    const left = trees();
    if (left.length === 0 || this.#timer !== undefined) return;
    this.#timer = clock.setTimer(() => void this.#poll(), restAfter(sampler.workMs - workBefore, intervalOf(left)));
  }
}

function intervalOf(trees: readonly LimitedTree[]): number {
  const shortest = Math.min(...trees.map(({ limit }) => limit.forMs));
  return Math.max(shortestMs, Math.min(usualMs, shortest / samples));
}
