import { readFileSync, readlinkSync } from 'node:fs';
import type { DetachedProcess, LeftBehind } from '../../policy/process/background.js';
import { hidesFromUs } from '../proc/hidden.js';
import { init } from '../proc/orphan.js';
import { programOf } from '../proc/port-owner.js';
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
    // One that has dropped all by which it is known can still be named by its program and its start. Whose environment can be read and
    // has no marker of ours is somebody else's, as a shell that another program has left in the background.
    const other = tree.isExact || startTime === undefined ? undefined : oldest(orphansOf(program, startTime));
    const background = other === undefined || program === undefined ? null : { pid: other.pid, program, isMember: false };
    return {
      oldest: oldest(members)?.pid ?? null,
      background,
      detached: background === null ? detachedOf(members, pid, program) : null,
    };
  } catch {
    return undefined; // The system does not let us read it now.
  }
}

/**
 * Daemons leave the process group, and the jobs that a script leaves in the background stay in it; so does what a program ends by
 * itself in a moment, such as the helper of a compiler.
 */
function detachedOf(
  members: readonly ProcessRow[],
  leader: number | undefined,
  program: string | undefined,
): DetachedProcess | null {
  const ofShell = program === undefined || /^(ba|da|z|k|mk|a)?sh$|\.sh$/.test(program);
  const found = oldest(members.filter(({ group, pid }) => group !== leader || isBackgroundJob(pid, ofShell)));
  return found === undefined ? null : { pid: found.pid, program: programOf(found) };
}

/** SIGINT and SIGQUIT, as the system counts them in a mask. */
const keyboardSignals = 0b110n;

/**
 * Whether a shell that runs a script has put a process into the background: it lets it ignore the signals of the keyboard, and gives it
 * nothing to read. Node sets the signals again, so of it the second alone is known, which others do as well.
 */
function isBackgroundJob(pid: number, ofShell: boolean): boolean {
  try {
    const [, ignored = '0'] = /^SigIgn:\s*([\da-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    if ((BigInt(`0x${ignored}`) & keyboardSignals) === keyboardSignals) return true;
    return ofShell && readlinkSync(`/proc/${pid}/fd/0`) === '/dev/null';
  } catch {
    return false; // It has ended, or there is no /proc.
  }
}

function orphansOf(program: string | undefined, since: number): readonly ProcessRow[] {
  return [...tableOfThisTurn().rows.values()].filter(
    (row) => row.comm === program && row.startTime >= since && row.parent === init && hidesFromUs(row.pid),
  );
}

function oldest(rows: readonly ProcessRow[]): ProcessRow | undefined {
  return [...rows].sort((one, other) => one.startTime - other.startTime || one.pid - other.pid)[0];
}
