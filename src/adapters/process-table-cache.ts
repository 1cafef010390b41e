import { type ProcessTable, readProcessTable } from './process-table.js';

let current: ProcessTable | undefined;
let waiting: (() => void)[] = [];

/** The process table as it was in this turn of the event loop; fifty stops in one turn read it once. */
export function tableOfThisTurn(): ProcessTable {
  if (current === undefined) {
    current = readProcessTable();
    setImmediate(() => {
      current = undefined;
    });
  }
  return current;
}

/** To be called after a spawn: the table of this turn does not know the new child. */
export function forgetTable(): void {
  current = undefined;
}

/** Calls `look` in a later turn with a table read in that turn, shared by all who asked meanwhile. */
export function withNextTable(look: (table: ProcessTable) => void): void {
  waiting.push(() => look(tableOfThisTurn()));
  if (waiting.length > 1) return;
  setImmediate(() => {
    const looks = waiting;
    waiting = [];
    current = undefined;
    for (const each of looks) each();
  });
}
