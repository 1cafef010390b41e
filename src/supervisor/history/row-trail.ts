import { isDeepStrictEqual } from 'node:util';
import type { ProcessSnapshot } from '../snapshot/process.js';

/** How a row was from a moment on. */
export interface TrailRow {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly name: string;
  /** Null from when it was there no more. */
  readonly row: ProcessSnapshot | null;
}

/** Rows that are kept of all processes together, and at least of each. */
const kept = 4000;
const keptOfEach = 20;

/** How the rows were, change by change, without mere figures: usage and the log have histories of their own. */
export class RowTrail {
  readonly #byName = new Map<string, TrailRow[]>();
  /** As they were at the last recording, so that one that did not change is compared with nothing. */
  #seen: readonly ProcessSnapshot[] = [];
  #count = 0;

  /** All that is kept, the oldest first. */
  get rows(): readonly TrailRow[] {
    return [...this.#byName.values()].flat().sort((one, other) => one.at - other.at);
  }

  /** Takes note of all rows at monotonic time `at`. */
  seen(rows: readonly ProcessSnapshot[], at: number): void {
    const before = this.#seen;
    this.#seen = rows;
    const changed = changedRows(before, rows);
    if (changed !== undefined) {
      for (const row of changed) this.#add({ at, name: row.name, row });
      return;
    }
    const earlier = new Map(before.map((row) => [row.name, row]));
    for (const row of rows) {
      if (earlier.get(row.name) !== row) this.#add({ at, name: row.name, row });
      earlier.delete(row.name);
    }
    for (const name of earlier.keys()) this.#add({ at, name, row: null });
  }

  #add(next: TrailRow): void {
    const own = this.#byName.get(next.name) ?? [];
    const last = own.at(-1)?.row;
    if (last !== undefined && isDeepStrictEqual(lasting(last), lasting(next.row))) return;
    this.#byName.set(next.name, own);
    own.push(next);
    this.#count += 1;
    if (this.#count > kept) this.#forget();
  }

  /** Drops the older half of the longest, which is the one that changes most. */
  #forget(): void {
    const longest = [...this.#byName.values()].reduce((one, other) => (other.length > one.length ? other : one));
    const dropped = Math.max(0, Math.min(Math.floor(longest.length / 2), longest.length - keptOfEach));
    longest.splice(0, dropped);
    this.#count -= dropped;
  }
}

/**
 * The rows that are other objects than before; undefined where some came, went or moved. Called for each change of a process, among a
 * thousand of them, too.
 */
export function changedRows(
  before: readonly ProcessSnapshot[],
  now: readonly ProcessSnapshot[],
): readonly ProcessSnapshot[] | undefined {
  if (before.length !== now.length) return undefined;
  const changed: ProcessSnapshot[] = [];
  for (let place = 0; place < now.length; place++) {
    const row = now[place]!;
    if (row === before[place]) continue;
    if (row.name !== before[place]?.name) return undefined;
    changed.push(row);
  }
  return changed;
}

/** What of a row counts as a change. */
function lasting(row: ProcessSnapshot | null): object | null {
  if (row === null) return null;
  const { cpu: _cpu, memory: _memory, ports: _ports, errors: _errors, logRate: _rate, ...rest } = row;
  return rest;
}
