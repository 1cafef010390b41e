import { causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { needsEyes } from '../state/counts.js';
import type { CauseRows } from '../state/layout.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText } from '../text/span.js';
import { wrapText } from '../text/wrap.js';
import { settleMs } from './arrangement.js';
import type { CellMoment } from './cells.js';
import type { ReasonRoom } from './row-cells.js';

/** A cause that is longer than its column. */
export interface LongReason {
  readonly name: string;
  /** Whether its row has room for it from the state on. */
  readonly fitsRow: boolean;
}

/**
 * Finds the processes whose cause is longer than its column, which get a line or two under their rows where there is room. A process
 * that is tried again has no cause for a moment: it keeps its lines for a while, so that rows do not move up and down.
 */
export class LongReasons {
  /** How many lines a process wants, and the monotonic milliseconds until which it keeps them. */
  readonly #kept = new Map<string, { readonly lines: number; readonly fitsRow: boolean; readonly until: number }>();
  #reasons: readonly LongReason[] = [];
  #rows: CauseRows = { all: 0, least: 0 };
  #around = '';
  #room: ReasonRoom = { column: 0, row: 0, line: 0 };

  /** Those in trouble first, then again those for which one line is not enough; the same list as long as it has the same. */
  among(processes: readonly ProcessSnapshot[], room: ReasonRoom, at: CellMoment): readonly LongReason[] {
    // What was too long for another width may fit now.
    if (room.column !== this.#room.column || room.row !== this.#room.row || room.line !== this.#room.line) this.#kept.clear();
    this.#room = room;
    for (const process of processes) {
      const text = longCause(process, room.column, at);
      if (text === undefined) continue;
      const fitsRow = needsEyes(process) && cellWidth(text) <= room.row;
      this.#kept.set(process.name, { lines: wrapText(text, room.line).length, fitsRow, until: at.now + settleMs });
    }
    const first = processes
      .filter(({ name }) => this.#keeps(name, at.now))
      .toSorted((one, other) => rank(one) - rank(other))
      .map(({ name }) => name);
    for (const name of this.#kept.keys()) if (!first.includes(name)) this.#kept.delete(name);
    const names = [...first, ...first.filter((name) => this.#kept.get(name)!.lines > 1)];
    const reasons = names.map((name): LongReason => ({ name, fitsRow: this.#kept.get(name)!.fitsRow }));
    const isSame = ({ name, fitsRow }: LongReason, before?: LongReason): boolean =>
      name === before?.name && fitsRow === before.fitsRow;
    const areSame =
      reasons.length === this.#reasons.length && reasons.every((reason, index) => isSame(reason, this.#reasons[index]));
    if (!areSame) this.#reasons = reasons;
    return this.#reasons;
  }

  /**
   * The rows for them, which only grow as long as `around` is the same, since each change makes the log under them higher or lower and
   * sends SIGWINCH to the programs that draw there.
   * @param around what else makes the table higher or lower
   */
  rows(around: string): CauseRows {
    const { all, least } = this.#around === around ? this.#rows : { all: 0, least: 0 };
    this.#around = around;
    this.#rows = {
      all: Math.max(all, this.#reasons.length),
      least: Math.max(least, this.#reasons.filter(({ fitsRow }) => !fitsRow).length),
    };
    return this.#rows;
  }

  #keeps(name: string, now: number): boolean {
    const until = this.#kept.get(name)?.until;
    // A replay may go back to before it was kept.
    return until !== undefined && until > now && until <= now + settleMs;
  }
}

/** The cause of a process that failed, or did lately, where it is longer than `room` cells. */
function longCause(process: ProcessSnapshot, room: number, { now, wall }: CellMoment): string | undefined {
  const words = causeWords(process, now, wall);
  if (words === null) return undefined;
  const wasRestarted = process.state === 'running' && words.between.length > 0;
  if (!needsEyes(process) && !wasRestarted) return undefined;
  const text = plainText(words.what);
  return cellWidth(text) > room ? text : undefined;
}

/** What goes on failing comes before what is tried again, and that before what runs again. */
function rank(process: ProcessSnapshot): number {
  if (process.trouble) return 0;
  return needsEyes(process) ? 1 : 2;
}
