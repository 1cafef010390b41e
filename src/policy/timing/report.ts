import { type ChainLink, criticalChain } from './chain.js';
import { isSettled, type ProcessStart, type ProjectStart } from './record.js';
import { readyAfter, startTook } from './took.js';
import { earlierOf, earlierTotals, usualOf } from './usual.js';

/** How one process came up, beside what is usual for it. */
export interface TimedProcess extends ProcessStart {
  /** Milliseconds from its first spawn until it was ready; null where it was not. */
  readonly readyAfterMs: number | null;
  /** The median of that in the earlier starts; null where there are too few. */
  readonly usualMs: number | null;
  /** Whether it took longer than usual. */
  readonly slower: boolean;
}

/** The start of a project beside those before it. */
export interface TimingReport {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether nothing of it is on its way any more. */
  readonly settled: boolean;
  /** Milliseconds until the last process was ready; null where one was not. */
  readonly tookMs: number | null;
  readonly usualMs: number | null;
  readonly slower: boolean;
  /** Starts before this one that are kept. */
  readonly earlierStarts: number;
  readonly processes: readonly TimedProcess[];
  readonly chain: readonly ChainLink[];
}

/** Sets a start beside the earlier ones. */
export function timingReport(start: ProjectStart, earlier: readonly ProjectStart[]): TimingReport {
  const tookMs = startTook(start);
  const usual = usualOf(tookMs, earlierTotals(earlier));
  return {
    at: start.at,
    settled: isSettled(start),
    tookMs,
    usualMs: usual?.usualMs ?? null,
    slower: usual?.slower ?? false,
    earlierStarts: earlier.length,
    processes: start.processes.map((process) => {
      const readyAfterMs = readyAfter(process);
      const own = usualOf(readyAfterMs, earlierOf(process.name, earlier));
      return { ...process, readyAfterMs, usualMs: own?.usualMs ?? null, slower: own?.slower ?? false };
    }),
    chain: criticalChain(start),
  };
}
