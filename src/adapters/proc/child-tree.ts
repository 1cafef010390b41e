import { markersOf } from './marker.js';
import type { ProcessRow } from './ps.js';
import type { ProcessTable } from './table.js';

/** How a tree is told from the rest of the system. */
export interface TreeIdentity {
  /** The pid of the child, which is also the id of its process group. */
  readonly pid: number;
  /** When it started, in ticks since boot; undefined where it had ended before anybody could look. */
  readonly startTime: number | undefined;
  /** One word of the marker variable, the same for all generations of a process. */
  readonly marker: string;
  readonly scope: 'all' | 'group';
}

/**
 * A child and everything that descends from it. Members are known by their group, by their parents and, for those that left
 * both by setsid and a double fork, by the marker in their environment. Whoever was a member once stays one.
 */
export class ChildTree {
  readonly #identity: TreeIdentity;
  /** Start times of all that were ever seen as members, by pid. */
  readonly #known = new Map<number, number>();

  constructor(identity: TreeIdentity) {
    this.#identity = identity;
  }

  /** All members that are alive in `table`; zombies count as dead. */
  members(table: ProcessTable): readonly ProcessRow[] {
    const { pid, startTime } = this.#identity;
    const found = new Map<number, ProcessRow>();
    // Once all of the group are gone its number can come back, as the pid of a stranger.
    const leader = table.rows.get(pid);
    const groupIsOurs = startTime === undefined || leader === undefined || leader.startTime === startTime;
    for (const row of table.rows.values()) {
      if (this.#belongs(row, groupIsOurs)) found.set(row.pid, row);
    }
    if (this.#identity.scope === 'all') for (const row of [...found.values()]) addDescendants(table, row, found);
    for (const row of found.values()) this.#known.set(row.pid, row.startTime);
    return [...found.values()];
  }

  #belongs(row: ProcessRow, groupIsOurs: boolean): boolean {
    const { pid, startTime, scope, marker } = this.#identity;
    if (startTime !== undefined && row.startTime < startTime) return false;
    if (row.group === pid && groupIsOurs) return true;
    if (scope === 'group') return false;
    return this.#known.get(row.pid) === row.startTime || (row.pid !== process.pid && markersOf(row).includes(marker));
  }
}

function addDescendants(table: ProcessTable, parent: ProcessRow, found: Map<number, ProcessRow>): void {
  for (const child of table.childrenOf.get(parent.pid) ?? []) {
    if (found.has(child.pid)) continue;
    found.set(child.pid, child);
    addDescendants(table, child, found);
  }
}
