import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';

const onTheWay: ReadonlySet<string> = new Set(['waiting', 'starting', 'backoff']);

/** How many processes are up, need a person, are on their way up, and on their way down; each is counted once. */
export interface Counts {
  readonly up: number;
  readonly failing: number;
  readonly waiting: number;
  readonly stopping: number;
}

/** Counts the processes for the header. */
export function countProcesses(processes: readonly ProcessSnapshot[]): Counts {
  const well = processes.filter((process) => !process.trouble);
  return {
    up: well.filter(({ state }) => state === 'running').length,
    failing: processes.length - well.length,
    waiting: well.filter(({ state }) => onTheWay.has(state)).length,
    stopping: well.filter(({ state }) => state === 'stopping').length,
  };
}

/** What all trees together use, as the sum of what their rows say; null where nothing is known. */
export function totalUsage(processes: readonly ProcessSnapshot[]): Pick<ProcessSnapshot, 'cpu' | 'memory'> {
  return { cpu: sumOf(processes.map(({ cpu }) => cpu)), memory: sumOf(processes.map(({ memory }) => memory)) };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
