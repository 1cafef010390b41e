import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countNames, countOf } from '../state/counts.js';
import { stateWords } from '../state/words.js';

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
