import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';

/** What a process counts as, once, in the header and in the filter; worst first. */
export const countNames = [
  'failing',
  'blocked',
  'retrying',
  'waiting',
  'starting',
  'stopping',
  'unknown',
  'up',
  'stopped',
  'completed',
] as const;

/** What a process counts as. */
export type CountName = (typeof countNames)[number];

/** How many processes count as what. */
export type Counts = Readonly<Record<CountName, number>>;

/** What a process counts as: trouble first, else its state. */
export function countOf({ state, trouble, nextRun }: ProcessSnapshot): CountName {
  if (trouble) return state === 'waiting' && nextRun === undefined ? 'blocked' : 'failing';
  switch (state) {
    case 'running':
      return 'up';
    case 'backoff':
      return 'retrying';
    case 'failed':
    case 'circuit_open':
      return 'failing';
    default:
      return state;
  }
}

/** Counts the processes for the header. */
export function countProcesses(processes: readonly ProcessSnapshot[]): Counts {
  const counts = Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>;
  for (const process of processes) counts[countOf(process)] += 1;
  return counts;
}

/** Whether it is to be seen even where there is no room for all: in trouble, or on the way there. */
export function needsEyes(process: ProcessSnapshot): boolean {
  return process.trouble || process.state === 'backoff';
}

/** What all trees together use, as the sum of what their rows say; null where nothing is known. */
export function totalUsage(processes: readonly ProcessSnapshot[]): Pick<ProcessSnapshot, 'cpu' | 'memory'> {
  return { cpu: sumOf(processes.map(({ cpu }) => cpu)), memory: sumOf(processes.map(({ memory }) => memory)) };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
