import type { Dependency } from '../../policy/process/dependencies.js';
import type { Clock } from '../../ports/clock.js';
import type { StartArchive } from '../../ports/start-archive.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { RowTrail } from './row-trail.js';
import { StartTimes } from './start-times.js';

/** What a RunRecord reads, and where it keeps it. */
export interface RunRecordParts {
  readonly clock: Clock;
  /** Undefined keeps the start nowhere. */
  readonly starts: StartArchive | undefined;
  /** All rows; the same array as long as nothing changed. */
  rows(): readonly ProcessSnapshot[];
  dependenciesOf(name: string): readonly Dependency[];
  isScheduled(name: string): boolean;
}

/** What is recorded of a run as its rows change. It changes nothing. */
export class RunRecord {
  /** How the project came up. */
  readonly startTimes: StartTimes;
  /** How the rows were. */
  readonly trail = new RowTrail();
  readonly #clock: Clock;
  readonly #rows: RunRecordParts['rows'];
  #seen: readonly ProcessSnapshot[] = [];

  constructor({ clock, starts, rows, dependenciesOf, isScheduled }: RunRecordParts) {
    this.startTimes = new StartTimes({ clock, archive: starts, dependenciesOf, isScheduled });
    this.#rows = rows;
    this.#clock = clock;
  }

  /** A row or a log has changed. */
  update(): void {
    const rows = this.#rows();
    if (rows === this.#seen) return;
    this.#seen = rows;
    this.startTimes.seen(rows);
    this.trail.seen(rows, this.#clock.now());
  }

  /** The program ends. */
  close(): void {
    this.startTimes.close();
  }
}
