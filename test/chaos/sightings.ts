import { isAlive, startTime } from '../fixtures/alive.js';
import { KillList } from '../fixtures/process-tree.js';
import { markOf, type ProcessRow, readProcessRows } from './process-rows.js';

/** A process of the run, and to whom it belongs. */
export interface Sighting {
  readonly row: ProcessRow;
  /** The name of a process of the play; "a check" for a health check. */
  readonly owner: string;
}

/**
 * Whatever was ever seen of a run: found by the marker in its environment, by its group, or by its parents. Who was seen once is
 * remembered by start time, so that nobody gets away by wiping traces afterwards, and all are ended in the end.
 */
export class Sightings implements Disposable {
  readonly #watchdog: number;
  readonly #runId: string;
  readonly #seen = new Map<number, Sighting>();
  readonly #marks = new Map<string, string | undefined>();
  readonly #killList = new KillList();

  constructor(watchdog: number, runId: string) {
    this.#watchdog = watchdog;
    this.#runId = runId;
    this.#killList.add(watchdog);
  }

  /** How many processes have been seen so far. */
  get count(): number {
    return this.#marks.size;
  }

  /** Scans the system: all that is alive of the run now, but the watchdog itself. */
  look(): readonly Sighting[] {
    const rows = readProcessRows();
    const alive = [...rows.values()].flatMap((row): Sighting[] => {
      const owner = this.#ownerOf(row, rows);
      return owner === undefined || row.pid === this.#watchdog ? [] : [{ row, owner }];
    });
    for (const sighting of alive) {
      this.#seen.set(sighting.row.pid, sighting);
      this.#killList.add(sighting.row.pid);
    }
    return alive;
  }

  /** The children of the watchdog itself that belong to a process. */
  leadersAmong(alive: readonly Sighting[], owner: string): readonly Sighting[] {
    return alive.filter((each) => each.owner === owner && each.row.parent === this.#watchdog && each.row.group === each.row.pid);
  }

  /** Whether one is alive still. */
  isAlive({ row }: Sighting): boolean {
    return isAlive(row.pid) && Number(startTime(row.pid)) === row.startTime;
  }

  /** Ends whoever was seen and is alive still. */
  [Symbol.dispose](): void {
    this.look();
    this.#killList.killAll();
  }

  #ownerOf(row: ProcessRow, rows: ReadonlyMap<number, ProcessRow>): string | undefined {
    const earlier = this.#seen.get(row.pid);
    if (earlier?.row.startTime === row.startTime) return earlier.owner;
    const owner = this.#ownerByMark(row);
    if (owner !== undefined) return owner;
    const leader = rows.get(row.group);
    const byGroup = leader === undefined || leader.pid === row.pid ? undefined : this.#ownerByMark(leader);
    if (byGroup !== undefined) return byGroup;
    const parent = rows.get(row.parent);
    if (parent === undefined || parent.startTime > row.startTime) return undefined;
    return parent.pid === this.#watchdog ? undefined : this.#ownerOf(parent, rows);
  }

  #ownerByMark(row: ProcessRow): string | undefined {
    const key = `${row.pid}:${row.startTime}`;
    if (!this.#marks.has(key) || this.#marks.get(key) === undefined) {
      const mark = markOf(row.pid, this.#runId);
      if (mark === undefined) return undefined;
      this.#marks.set(key, mark.startsWith('process:') ? decodeURIComponent(mark.slice('process:'.length)) : 'a check');
    }
    return this.#marks.get(key);
  }
}
