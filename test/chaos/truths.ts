import type { StatusDocument } from '../../src/protocol/documents.js';
import type { ScreenRow } from './screen-rows.js';
import type { Sighting } from './sightings.js';

/** What the three witnesses say of one process at about the same moment. */
export interface Testimony {
  readonly status: StatusDocument;
  /** All of it that is alive by the process table. */
  readonly alive: readonly Sighting[];
  /** Those of them that the watchdog itself has started. */
  readonly leaders: readonly Sighting[];
  /** Its row of the screen; undefined where it is not seen. */
  readonly row: ScreenRow | undefined;
}

/** Where the witnesses contradict each other, in words; undefined where they agree and the process is at rest. */
export function contradiction({ status, alive, leaders, row }: Testimony): string | undefined {
  const { name, state, pid } = status;
  const pids = alive.map((each) => each.row.pid).join(', ');
  if (state === 'starting' || state === 'stopping') return `${name} is still ${state}: ${status.reason}`;
  if (state === 'running') {
    // What a daemon's launcher has left is nobody's child.
    if (name.startsWith('daemonizes')) {
      return alive.some(({ row: { pid: own } }) => own === pid)
        ? onScreen(state, name, row)
        : `${name} runs with pid ${pid} by the status, but is ${pids}`;
    }
    if (leaders.length !== 1 || leaders[0]?.row.pid !== pid) return `${name} runs with pid ${pid} by the status, but is ${pids}`;
  } else if (alive.length > 0) return `${name} is ${state} by the status, but pid ${pids} is alive`;
  return onScreen(state, name, row);
}

function onScreen(state: string, name: string, row: ScreenRow | undefined): string | undefined {
  if (row === undefined || row.state === state) return undefined;
  return `${name} is ${state} by the status, but ${row.state} on the screen`;
}

/** Whether two statuses speak of the same moment of a process's life. */
export function isSameMoment(one: StatusDocument | undefined, other: StatusDocument): boolean {
  return one?.state === other.state && one.pid === other.pid && one.startCount === other.startCount;
}
