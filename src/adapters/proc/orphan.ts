import type { ProcessRow } from './ps.js';

/** The pid of the process that adopts orphans. */
export const init = 1;

/** The pids of all that may adopt orphans: any of those above us may do it in the place of init; see PR_SET_CHILD_SUBREAPER(2const). */
export function adoptersIn(rows: ReadonlyMap<number, ProcessRow>): ReadonlySet<number> {
  const above = new Set([init]);
  for (let pid = rows.get(process.pid)?.parent; pid !== undefined && pid > 0 && !above.has(pid); pid = rows.get(pid)?.parent)
    above.add(pid);
  return above;
}
