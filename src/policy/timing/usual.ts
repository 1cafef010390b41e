import type { ProjectStart } from './record.js';
import { readyAfter, startTook } from './took.js';

/** From so many earlier figures on one can say what is usual. */
const fewest = 3;
/** Slower by less than this many milliseconds is never worth a word. */
const leastMs = 500;
/** Slower than usual is slower by so many times the usual spread. */
const spreads = 3;

/** What is usual of a duration. */
export interface Usual {
  /** The median of the earlier ones, in milliseconds. */
  readonly usualMs: number;
  /** Whether this one is slower by three times the usual spread (the median of the distances from the median), and by half a second. */
  readonly slower: boolean;
}

/** Compares a duration with earlier ones, in milliseconds; null where those are too few to say what is usual. */
export function usualOf(tookMs: number | null, earlier: readonly number[]): Usual | null {
  if (earlier.length < fewest) return null;
  const usualMs = median(earlier);
  const spreadMs = median(earlier.map((each) => Math.abs(each - usualMs)));
  const slower = tookMs !== null && tookMs - usualMs > Math.max(leastMs, spreads * spreadMs);
  return { usualMs: Math.round(usualMs), slower };
}

/** How long a process took to be ready in these starts, where it was. */
export function earlierOf(name: string, starts: readonly ProjectStart[]): readonly number[] {
  return starts.flatMap(({ processes }) => {
    const found = processes.find((process) => process.name === name);
    return (found === undefined ? null : readyAfter(found)) ?? [];
  });
}

/** How long these starts took as a whole, where all came up. */
export function earlierTotals(starts: readonly ProjectStart[]): readonly number[] {
  return starts.flatMap((start) => startTook(start) ?? []);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
