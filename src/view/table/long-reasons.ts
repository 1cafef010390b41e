import { causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { needsEyes } from '../state/counts.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText } from '../text/span.js';
import { settleMs } from './arrangement.js';
import type { CellMoment } from './cells.js';

/**
 * Finds the processes whose cause is longer than its column, which get a line of their own under their rows where there is room.
 * A process that is tried again has no cause for a moment: it keeps its line for a while, so that rows do not move up and down.
 */
export class LongReasons {
  /** Monotonic milliseconds until which a process keeps its line. */
  readonly #until = new Map<string, number>();
  #names: readonly string[] = [];

  /**
   * Their names, those in trouble first; the same list as long as it has the same.
   * @param room the cells of the column
   */
  among(processes: readonly ProcessSnapshot[], room: number, at: CellMoment): readonly string[] {
    for (const process of processes) if (isLong(process, room, at)) this.#until.set(process.name, at.now + settleMs);
    const names = processes
      .filter(({ name }) => this.#keeps(name, at.now))
      .toSorted((one, other) => rank(one) - rank(other))
      .map(({ name }) => name);
    for (const name of this.#until.keys()) if (!names.includes(name)) this.#until.delete(name);
    const isSame = names.length === this.#names.length && names.every((name, index) => name === this.#names[index]);
    if (!isSame) this.#names = names;
    return this.#names;
  }

  #keeps(name: string, now: number): boolean {
    const until = this.#until.get(name);
    // A replay may go back to before it was kept.
    return until !== undefined && until > now && until <= now + settleMs;
  }
}

function isLong(process: ProcessSnapshot, room: number, { now, wall }: CellMoment): boolean {
  if (!needsEyes(process) && process.state !== 'running') return false;
  const words = causeWords(process, now, wall);
  return words !== null && cellWidth(plainText(words.what)) > room;
}

/** What goes on failing comes before what is tried again, and that before what runs again. */
function rank(process: ProcessSnapshot): number {
  if (process.trouble) return 0;
  return needsEyes(process) ? 1 : 2;
}
