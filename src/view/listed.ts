import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { stateWords } from './state-words.js';
import type { TableChoices } from './ui-table.js';

/** The processes that the table lists, in its order. */
export function listedProcesses(processes: readonly ProcessSnapshot[], { filter }: TableChoices): readonly ProcessSnapshot[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return processes;
  return processes.filter((process) => {
    const text = rowText(process).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function rowText(process: ProcessSnapshot): string {
  return `${process.name} ${stateWords(process).word} ${process.health} ${process.brief}`;
}
