import { readFileSync } from 'node:fs';
import { isMember } from './members.js';
import { adoptersIn } from './orphan.js';
import type { ProcessRow } from './ps.js';
import { findProcess, hasProc, type ProcessTable } from './table.js';

/** Those that were named before, by pid and start: which of several trees they are of is not known. */
const named = new Set<string>();

/**
 * Processes of this user that began after a child did, have lost their parents, and show no environment: one that wiped it, or that
 * the system calls not dumpable, as ssh-agent. They may have come from the child, and nothing shows it any more. Each is returned once.
 * @param since when the child started; undefined finds nothing
 */
export function hiddenSince(since: number | undefined, table: ProcessTable): readonly ProcessRow[] {
  if (!hasProc || since === undefined) return [];
  const adopters = adoptersIn(table.rows);
  const found = [...table.rows.values()].filter(
    (row) =>
      row.startTime >= since &&
      adopters.has(row.parent) &&
      row.pid !== process.pid &&
      !named.has(keyOf(row)) &&
      !isMember(row) &&
      hidesFromUs(row.pid),
  );
  for (const row of found) named.add(keyOf(row));
  return found;
}

/** The rows whose processes are still alive. */
export function stillAlive(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  try {
    return rows.filter(({ pid, startTime }) => findProcess(pid)?.startTime === startTime);
  } catch {
    return rows; // That we cannot read it does not mean that anything is gone.
  }
}

function keyOf({ pid, startTime }: ProcessRow): string {
  return `${pid} ${startTime}`;
}

/** Whether it is of our user and our control group, which nothing of ours leaves by itself, and no environment shows whose it is. */
export function hidesFromUs(pid: number): boolean {
  try {
    const user = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    if (Number(user) !== process.getuid?.()) return false;
    if (readFileSync(`/proc/${pid}/cgroup`, 'latin1') !== readFileSync('/proc/self/cgroup', 'latin1')) return false;
    // One that is just executing its program has neither of the two.
    return !/(^|\0)\w+=/.test(readFileSync(`/proc/${pid}/environ`, 'latin1')) && readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM';
  }
}
