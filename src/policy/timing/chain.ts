import type { ProcessStart, ProjectStart } from './record.js';

/** A link of the critical chain. Times are milliseconds after the start of the project. */
export interface ChainLink {
  readonly name: string;
  /** When what it waited for last was so; 0 where it waited for nothing. */
  readonly fromMs: number;
  readonly spawnedMs: number;
  /** When the next link could begin, or this last one was ready. */
  readonly untilMs: number;
}

/**
 * The critical chain of a start, first to last: the process that was ready last, what it waited for last, and so on. Nothing else
 * would have made the start shorter. Empty as long as nothing is ready.
 */
export function criticalChain({ processes }: ProjectStart): readonly ChainLink[] {
  const byName = new Map(processes.map((process) => [process.name, process]));
  const last = processes.reduce<ProcessStart | undefined>((latest, each) => (isLater(each, latest) ? each : latest), undefined);
  const chain: ChainLink[] = [];
  const seen = new Set<string>();
  let process = last;
  let untilMs = last?.readyMs ?? 0;
  while (process !== undefined && process.spawnedMs !== null && !seen.has(process.name)) {
    seen.add(process.name);
    const held = lastAwaited(process);
    const fromMs = held?.metMs ?? 0;
    chain.unshift({ name: process.name, fromMs, spawnedMs: process.spawnedMs, untilMs });
    untilMs = fromMs;
    process = held === undefined ? undefined : byName.get(held.name);
  }
  return chain;
}

/** Of two that were ready at the same moment, the one that was spawned later waited for the other. */
function isLater({ readyMs, spawnedMs }: ProcessStart, other: ProcessStart | undefined): boolean {
  if (readyMs === null || other === undefined) return readyMs !== null;
  return readyMs === other.readyMs ? (spawnedMs ?? 0) > (other.spawnedMs ?? 0) : readyMs > (other.readyMs ?? 0);
}

function lastAwaited({ waitedFor }: ProcessStart): { readonly name: string; readonly metMs: number } | undefined {
  return waitedFor
    .flatMap(({ name, metMs }) => (metMs === null || metMs === 0 ? [] : [{ name, metMs }]))
    .reduce<{ readonly name: string; readonly metMs: number } | undefined>(
      (latest, each) => (latest === undefined || each.metMs > latest.metMs ? each : latest),
      undefined,
    );
}
