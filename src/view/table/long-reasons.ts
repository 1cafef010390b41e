import { causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { needsEyes } from '../state/counts.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText } from '../text/span.js';
import { wrapText } from '../text/wrap.js';
import { settleMs } from './arrangement.js';
import type { CellMoment } from './cells.js';

/**
 * Finds the processes whose cause is longer than its column, which get a line or two under their rows where there is room. A process
 * that is tried again has no cause for a moment: it keeps its lines for a while, so that rows do not move up and down.
 */
export class LongReasons {
  /** How many lines a process wants, and the monotonic milliseconds until which it keeps them. */
  readonly #kept = new Map<string, { readonly lines: number; readonly until: number }>();
  #names: readonly string[] = [];
  #room = { column: 0, line: 0 };

  /**
   * Their names, those in trouble first, then again those for which one line is not enough; the same list as long as it has the same.
   * @param room the cells of the column, and of a line
   */
  among(
    processes: readonly ProcessSnapshot[],
    room: { readonly column: number; readonly line: number },
    at: CellMoment,
  ): readonly string[] {
    // What was too long for another width may fit now.
    if (room.column !== this.#room.column || room.line !== this.#room.line) this.#kept.clear();
    this.#room = room;
    for (const process of processes) {
      const text = longCause(process, room.column, at);
      if (text !== undefined) this.#kept.set(process.name, { lines: wrapText(text, room.line).length, until: at.now + settleMs });
    }
    const first = processes
      .filter(({ name }) => this.#keeps(name, at.now))
      .toSorted((one, other) => rank(one) - rank(other))
      .map(({ name }) => name);
    for (const name of this.#kept.keys()) if (!first.includes(name)) this.#kept.delete(name);
    const names = [...first, ...first.filter((name) => this.#kept.get(name)!.lines > 1)];
    const isSame = names.length === this.#names.length && names.every((name, index) => name === this.#names[index]);
    if (!isSame) this.#names = names;
    return this.#names;
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
  const wasRestarted = process.state === 'running' && words.longer !== undefined;
  if (!needsEyes(process) && !wasRestarted) return undefined;
  const text = plainText(words.what);
  return cellWidth(text) > room ? text : undefined;
}

/** What goes on failing comes before what is tried again, and that before what runs again. */
function rank(process: ProcessSnapshot): number {
  if (process.trouble) return 0;
  return needsEyes(process) ? 1 : 2;
}
