import { type ProcessTable, readProcessTable } from './table.js';

let current: ProcessTable | undefined;
/** Milliseconds until a reading that the system refused is tried again. */
const retryMs = 100;
/** How many tables were read so far. */
let reads = 0;
let waiting: { readonly since: number; readonly use: (table: ProcessTable) => void }[] = [];

/**
 * The process table as it was in this turn of the event loop; fifty stops in one turn read it once.
 * @throws the system's error where it cannot be read, as without a free file descriptor
 */
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

/** Calls `use` in a later turn with a table read after this call, shared by all who asked meanwhile; tried again until it can be read. */
export function withNextTable(use: (table: ProcessTable) => void): void {
  waiting.push({ since: reads, use });
  if (waiting.length > 1) return;
  setImmediate(readForAll);
}

function readForAll(): void {
  if (waiting.some(({ since }) => since === reads)) current = undefined;
  let table: ProcessTable;
  try {
    table = tableOfThisTurn();
  } catch {
    setTimeout(readForAll, retryMs);
    return;
  }
  const asked = waiting;
  waiting = [];
  for (const each of asked) each.use(table);
}
