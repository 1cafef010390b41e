import { type ChainLink, criticalChain } from './chain.js';
import { isSettled, type ProcessStart, type ProjectStart } from './record.js';

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

/** From so many earlier figures on one can say what is usual. */
const fewest = 3;
/** Slower by less than this many milliseconds is never worth a word. */
const leastMs = 500;
/** Slower than usual is slower by so many times the usual spread. */
const spreads = 3;

/** What is usual of a duration. */
interface Usual {
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
function earlierOf(name: string, starts: readonly ProjectStart[]): readonly number[] {
  return starts.flatMap(({ processes }) => {
    const found = processes.find((process) => process.name === name);
    return (found === undefined ? null : readyAfter(found)) ?? [];
  });
}

/** How long these starts took as a whole, where all came up. */
function earlierTotals(starts: readonly ProjectStart[]): readonly number[] {
  return starts.flatMap((start) => startTook(start) ?? []);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds from its first spawn until a process was ready; null where it was not. */
function readyAfter({ spawnedMs, readyMs }: Pick<ProcessStart, 'spawnedMs' | 'readyMs'>): number | null {
  return spawnedMs === null || readyMs === null ? null : readyMs - spawnedMs;
}

/** Milliseconds until the last process was ready; null where one was not. */
function startTook({ processes }: ProjectStart): number | null {
  const wanted = processes.filter(({ outcome }) => outcome !== 'stopped');
  if (wanted.length === 0 || wanted.some(({ readyMs }) => readyMs === null)) return null;
  return Math.max(...wanted.map(({ readyMs }) => readyMs ?? 0));
}
