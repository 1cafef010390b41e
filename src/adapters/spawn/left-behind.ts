import type { LeftBehind } from '../../policy/process/background.js';
import { init } from '../proc/orphan.js';
import type { ProcessRow } from '../proc/ps.js';
import { tableOfThisTurn } from '../proc/table-cache.js';
import type { Tree } from './tree.js';

/**
 * What a child that has ended by itself left alive.
 * @param startTime of the child; undefined where it ended too soon
 * @param program the name that the system gives its program, where it is known
 */
export function leftBehind(tree: Tree, startTime: number | undefined, program: string | undefined): LeftBehind | undefined {
  try {
    const members = tree.look();
    const own = oldest(members.filter(({ comm }) => comm === program));
    if (own !== undefined && program !== undefined) {
      return { oldest: oldest(members)!.pid, background: { pid: own.pid, program, isMember: true } };
    }
    // One that has laid off all that would tell whose it is can still be named by its program and its start.
    const other = tree.isExact || startTime === undefined ? undefined : oldest(orphansOf(program, startTime));
    const background = other === undefined || program === undefined ? null : { pid: other.pid, program, isMember: false };
    return { oldest: oldest(members)?.pid ?? null, background };
  } catch {
    return undefined; // The system does not let us look now.
  }
}

function orphansOf(program: string | undefined, since: number): readonly ProcessRow[] {
  return [...tableOfThisTurn().rows.values()].filter(
    (row) => row.comm === program && row.startTime >= since && row.parent === init,
  );
}

function oldest(rows: readonly ProcessRow[]): ProcessRow | undefined {
  return [...rows].sort((one, other) => one.startTime - other.startTime || one.pid - other.pid)[0];
}
