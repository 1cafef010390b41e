import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countNames, countOf } from '../state/counts.js';
import type { TableChoices } from '../state/table.js';
import { stateWords } from '../state/words.js';
import { groupedRows, type TableRow } from './rows.js';
import { sorted } from './sorting.js';

/**
 * Milliseconds for which an order is kept once it has changed by itself: long enough to read a row and press a key, and longer
 * than two samples of cpu and memory. After a quiet time a change shows at once, so that trouble is not late.
 */
export const settleMs = 5000;

interface Order {
  readonly sort: TableChoices['sort'];
  readonly troubleFirst: boolean;
  readonly ranks: ReadonlyMap<string, number>;
  readonly groups: readonly string[];
  /** Monotonic milliseconds of its last change. */
  readonly changedAt: number;
}

/** The rows of the table in their order, which it holds for a while so that rows do not hop about under the reader's eye. */
export class Arrangement {
  #order: Order | undefined;

  /** The rows at monotonic time `now`, in a new order where that is due. For what is drawn. */
  renew(processes: readonly ProcessSnapshot[], choices: TableChoices, now: number): readonly TableRow[] {
    const held = this.#holds(processes, choices) ? this.#order : undefined;
    if (held === undefined || now - held.changedAt >= settleMs) {
      const next = newOrder(processes, choices, now);
      // Where nothing moved, the next move need not wait.
      this.#order = held !== undefined && isSame(held, next) ? held : next;
    }
    return this.#rows(processes, choices);
  }

  /** The rows in the order that was drawn last. For keys, which mean what the user sees. */
  rows(processes: readonly ProcessSnapshot[], choices: TableChoices): readonly TableRow[] {
    if (!this.#holds(processes, choices)) this.#order = newOrder(processes, choices, -Infinity);
    return this.#rows(processes, choices);
  }

  /** What the user chose, and what is new, is never held back. */
  #holds(processes: readonly ProcessSnapshot[], { sort, troubleFirst }: TableChoices): boolean {
    const order = this.#order;
    if (order === undefined || order.troubleFirst !== troubleFirst) return false;
    if (order.sort?.by !== sort?.by || order.sort?.reversed !== sort?.reversed) return false;
    // The order of the file is never held back either: it changes only when the file does.
    if (sort === undefined && !troubleFirst) return false;
    return processes.every(({ name, group }) => order.ranks.has(name) && (group === null || order.groups.includes(group)));
  }

  #rows(processes: readonly ProcessSnapshot[], choices: TableChoices): readonly TableRow[] {
    const { ranks, groups } = this.#order!;
    const rank = ({ name }: ProcessSnapshot): number => ranks.get(name)!;
    const listed = filteredProcesses(processes, choices.filter).toSorted((one, other) => rank(one) - rank(other));
    return groupedRows(listed, processes, groups);
  }
}

function newOrder(processes: readonly ProcessSnapshot[], { sort, troubleFirst }: TableChoices, changedAt: number): Order {
  const ranks = new Map(sorted(processes, sort, troubleFirst).map(({ name }, rank) => [name, rank]));
  // Groups stay in the order of the file; trouble alone moves one of them.
  const inOrder = sorted(processes, undefined, troubleFirst);
  const groups = [...new Set(inOrder.flatMap(({ group }) => (group === null ? [] : [group])))];
  return { sort, troubleFirst, ranks, groups, changedAt };
}

function isSame(one: Order, other: Order): boolean {
  return (
    one.ranks.size === other.ranks.size &&
    [...one.ranks].every(([name, rank]) => other.ranks.get(name) === rank) &&
    one.groups.every((group, index) => other.groups[index] === group)
  );
}

/**
 * The processes whose rows have each of the words, in any case and in any order; all where there are no words. A word of the header
 * ("failing") finds those that it counts, and what is called like it.
 */
export function filteredProcesses(processes: readonly ProcessSnapshot[], filter: string): readonly ProcessSnapshot[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return processes;
  return processes.filter((process) => {
    const names = `${process.name} ${process.group ?? ''}`.toLowerCase();
    const text = `${names} ${rowText(process)}`.toLowerCase();
    return words.every((word) => (isCount(word) ? countOf(process) === word || names.includes(word) : text.includes(word)));
  });
}

function isCount(word: string): boolean {
  return (countNames as readonly string[]).includes(word);
}

function rowText(process: ProcessSnapshot): string {
  const { health, brief, death } = process;
  return `${stateWords(process).word} ${countOf(process)} ${health} ${brief} ${death?.cause?.what ?? ''}`;
}
