import { type ProcessTable, readProcessTable } from './table.js';

let current: ProcessTable | undefined;
/** How many tables were read so far. */
let reads = 0;
let waiting: { readonly since: number; readonly look: (table: ProcessTable) => void }[] = [];

/** The process table as it was in this turn of the event loop; fifty stops in one turn read it once. */
export function tableOfThisTurn(): ProcessTable {
  if (current === undefined) {
    current = readProcessTable();
    reads += 1;
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

/** Calls `look` in a later turn with a table read after this call, shared by all who asked meanwhile. */
export function withNextTable(look: (table: ProcessTable) => void): void {
  waiting.push({ since: reads, look });
  if (waiting.length > 1) return;
  setImmediate(() => {
    const asked = waiting;
    waiting = [];
    if (asked.some(({ since }) => since === reads)) current = undefined;
    for (const each of asked) each.look(tableOfThisTurn());
  });
}
