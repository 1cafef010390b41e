import type { DetachedProcess, LeftBehind } from '../../policy/process/background.js';
import { init } from '../proc/orphan.js';
import type { ProcessRow } from '../proc/ps.js';
import { tableOfThisTurn } from '../proc/table-cache.js';
import type { Tree } from './tree.js';

/** A child as far as it came to be: its tree, its pid, which is that of its process group, and when it started. */
interface LeavingChild {
  readonly tree: Tree | undefined;
  readonly pid: number | undefined;
  /** Undefined where it ended too soon. */
  readonly startTime: number | undefined;
}

/**
 * What a child that has ended by itself left alive.
 * @param program the name that the system gives its program, where it is known
 */
export function leftBehind({ tree, pid, startTime }: LeavingChild, program: string | undefined): LeftBehind | undefined {
  if (tree === undefined) return undefined;
  try {
    const members = tree.scan();
    const own = oldest(members.filter(({ comm }) => comm === program));
    if (own !== undefined && program !== undefined) {
      return { oldest: oldest(members)!.pid, background: { pid: own.pid, program, isMember: true } };
    }
    // One that has dropped all by which it is known can still be named by its program and its start.
    const other = tree.isExact || startTime === undefined ? undefined : oldest(orphansOf(program, startTime));
    const background = other === undefined || program === undefined ? null : { pid: other.pid, program, isMember: false };
    return {
      oldest: oldest(members)?.pid ?? null,
      background,
      detached: background === null ? detachedOf(members, pid) : null,
    };
  } catch {
    return undefined; // The system does not let us read it now.
  }
}

/** Daemons leave the process group; what a program ends by itself in a moment, such as the helper of a compiler, stays in it. */
function detachedOf(members: readonly ProcessRow[], leader: number | undefined): DetachedProcess | null {
  const found = oldest(members.filter(({ group }) => group !== leader));
  return found === undefined ? null : { pid: found.pid, program: found.comm };
}

function orphansOf(program: string | undefined, since: number): readonly ProcessRow[] {
  return [...tableOfThisTurn().rows.values()].filter(
    (row) => row.comm === program && row.startTime >= since && row.parent === init,
  );
}

function oldest(rows: readonly ProcessRow[]): ProcessRow | undefined {
  return [...rows].sort((one, other) => one.startTime - other.startTime || one.pid - other.pid)[0];
}
