import { chordLabel } from './chords.js';
import type { Command, Section } from './command.js';
import { commands } from './commands.js';
import { fitLine, type Line } from './span.js';
import type { Pane } from './ui-state.js';

const keysWidth = 9;
const columnGap = 2;
const columnWidth = 39;

/**
 * The help: the keys of the panes by topic, in as many columns as `width` has room for, the topic of the pane where the person is first.
 * Every line is `width` cells.
 */
export function helpPage(pane: Pane, width: number): readonly Line[] {
  const count = Math.max(1, Math.min(3, Math.floor((width - 1) / columnWidth)));
  const each = Math.floor((width - 1) / count);
  const columns = inColumns(topics(pane).map(topicLines), count);
  // Each column ends with the free line of its last topic.
  const height = Math.max(...columns.map(({ length }) => length)) - 1;
  return Array.from({ length: height }, (_, row) =>
    fitLine([{ text: ' ' }, ...columns.flatMap((column) => columnLine(column[row] ?? [], each))], width),
  );
}

function columnLine(line: Line, width: number): Line {
  return [...fitLine(line, width - columnGap), { text: ' '.repeat(columnGap) }];
}

function topics(pane: Pane): readonly Section[] {
  const panes: readonly Section[] = pane === 'table' ? ['Table', 'Processes', 'Log'] : ['Log', 'Processes', 'Table'];
  return [...panes, 'Panes', 'General'];
}

function topicLines(section: Section): readonly Line[] {
  const rows = commands.filter((command) => command.section === section).map(commandLine);
  return [[{ text: section, bold: true }], ...rows, []];
}

function commandLine({ keys, title }: Command): Line {
  return [...fitLine([{ text: keys.map(chordLabel).join(' '), tone: 'key' }], keysWidth), { text: title }];
}

// Topics stay whole; each goes on in its column until that is as high as its share of all lines.
function inColumns(blocks: readonly (readonly Line[])[], count: number): readonly (readonly Line[])[] {
  const share = Math.ceil(blocks.flat().length / count);
  const columns: Line[][] = [[]];
  for (const block of blocks) {
    const current = columns.at(-1)!;
    const isFull = current.length + block.length / 2 > share;
    if (isFull && columns.length < count) columns.push([...block]);
    else current.push(...block);
  }
  return columns;
}
