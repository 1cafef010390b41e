import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { stateWords } from '../state/words.js';

/** The processes whose rows have each of the words, in any case and in any order; all where there are no words. */
export function filteredProcesses(processes: readonly ProcessSnapshot[], filter: string): readonly ProcessSnapshot[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return processes;
  return processes.filter((process) => {
    const text = rowText(process).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function rowText(process: ProcessSnapshot): string {
  return `${process.name} ${process.group ?? ''} ${stateWords(process).word} ${process.health} ${process.brief}`;
}
