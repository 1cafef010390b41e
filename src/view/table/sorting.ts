import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Sort, SortKey } from '../state/table.js';

// "worker-2" comes before "worker-10".
const names = new Intl.Collator('en', { numeric: true });

const stateRank: Readonly<Record<ProcessStateName, number>> = {
  failed: 0,
  circuit_open: 1,
  backoff: 2,
  unknown: 2,
  stopping: 3,
  waiting: 4,
  starting: 5,
  running: 6,
  completed: 7,
  stopped: 8,
};

type Comparison = (one: ProcessSnapshot, other: ProcessSnapshot) => number;

const comparisons: Readonly<Record<SortKey, Comparison>> = {
  name: (one, other) => names.compare(one.name, other.name),
  state: (one, other) => Number(other.trouble) - Number(one.trouble) || stateRank[one.state] - stateRank[other.state],
  cpu: (one, other) => (other.cpu ?? 0) - (one.cpu ?? 0),
  memory: (one, other) => (other.memory ?? 0) - (one.memory ?? 0),
  restarts: (one, other) => other.restartCount - one.restartCount,
};

/**
 * The processes in the chosen order; what is equal keeps its place. What is not measured comes last, reversed or not.
 * @param sort undefined keeps the order
 */
export function sorted(
  processes: readonly ProcessSnapshot[],
  sort: Sort | undefined,
  troubleFirst: boolean,
): readonly ProcessSnapshot[] {
  const trouble: Comparison = (one, other) => (troubleFirst ? Number(other.trouble) - Number(one.trouble) : 0);
  const chosen: Comparison = sort === undefined ? () => 0 : comparison(sort);
  return processes.toSorted((one, other) => trouble(one, other) || chosen(one, other));
}

function comparison({ by, reversed }: Sort): Comparison {
  const unmeasured = (process: ProcessSnapshot): number => Number((by === 'cpu' || by === 'memory') && process[by] === null);
  const sign = reversed ? -1 : 1;
  return (one, other) => unmeasured(one) - unmeasured(other) || sign * comparisons[by](one, other);
}
