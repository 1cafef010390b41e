import type { TerminalSize } from '../state/layout.js';

const least = '40x10';

/** What a terminal says that is too small for anything else: as much of it as fits whole, in lines. */
export function tooSmallWords({ columns, rows }: TerminalSize): readonly string[] {
  const texts = [
    `The terminal is ${columns}x${rows}; watchdog needs ${least}. All processes keep running.`,
    `The terminal is ${columns}x${rows}; watchdog needs ${least}.`,
    `Too small; needs ${least}`,
    `needs ${least}`,
    least,
  ];
  const fits = (lines: readonly string[]): boolean => lines.length <= rows && lines.every((line) => line.length <= columns);
  return texts.map((text) => wordLines(text, columns)).find(fits) ?? [least];
}

/** Lines of whole words, each after a space; a word that is wider than a line is a line too. */
function wordLines(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
