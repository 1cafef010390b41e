import { plainLine } from '../../policy/words/plain-text.js';
import type { Imported } from './common/imported.js';

/** Columns that the words of a part are moved in. */
const indent = 18;
/** The longest line, in characters. */
const width = 100;

/** What an import has made, as a table of three parts: what starts, what is there but off, what has no counterpart. */
export function importSummary({ processes, lost }: Omit<Imported, 'source'>): string {
  const names = (wanted: (keys: Imported['processes'][number]['keys']) => boolean): string[] =>
    processes.filter(({ keys }) => wanted(keys)).map(({ name }) => name);
  const isOff = (keys: Imported['processes'][number]['keys']): boolean => keys.autoStart === false || keys.profiles !== undefined;
  const missing = [...lost, ...processes.flatMap(({ name, lost: own }) => own.map((text) => `${name}: ${text}`))];
  return [
    part('starts', inLines(names((keys) => !isOff(keys)))),
    part('off', inLines(names(isOff))),
    part('no counterpart', missing),
  ].join('');
}

function part(title: string, lines: readonly string[]): string {
  return lines.map((line, index) => `${(index === 0 ? `  ${title}` : '').padEnd(indent)}${plainLine(line)}\n`).join('');
}

/** Names in lines, with commas between them. */
function inLines(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || indent + last.length + name.length + 2 > width) lines.push(name);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}
