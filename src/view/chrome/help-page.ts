import type { Command, CommandContext, Section } from '../commands/command.js';
import { chordLabel, keysLabel } from '../keys/chords.js';
import { type PageView, pageView } from '../state/page.js';
import type { UiState } from '../state/ui.js';
import { fitLine, type Line } from '../text/span.js';

const keysWidth = 9;
const columnGap = 2;
const columnWidth = 39;

/**
 * The help: the keys of the panes and the details by topic, in as many columns as `width` has room for, the topic of the place
 * where the user is first. What does not apply now is dimmed. Every line is `width` cells.
 * @param words shows only what has them all
 */
export function helpPage(ctx: CommandContext, words: string, width: number): readonly Line[] {
  const count = Math.max(1, Math.min(3, Math.floor((width - 1) / columnWidth)));
  const each = Math.floor((width - 1) / count);
  const all: readonly Section[] = [...(ctx.replay === undefined ? [] : ['Replay' as const]), ...topics(ctx.ui)];
  const blocks = all.flatMap((topic) => topicLines(topic, words, ctx));
  if (blocks.length === 0) return [fitLine([{ text: '   no key matches', tone: 'dim' }], width)];
  const columns = inColumns(blocks, count);
  // Each column ends with the free line of its last topic.
  const height = Math.max(...columns.map(({ length }) => length)) - 1;
  return Array.from({ length: height }, (_, row) =>
    fitLine([{ text: ' ' }, ...columns.flatMap((column) => columnLine(column[row] ?? [], each))], width),
  );
}

/** The help as it is seen from its line `top` on: its head says which lines of how many these are. */
export function helpView(lines: readonly Line[], top: number, height: number, width: number): PageView {
  const view = pageView({ head: [[]], lines }, { top }, height);
  const last = Math.min(view.top + view.rows, lines.length);
  const place = view.overflow === 0 ? '' : `   ${view.top + 1}\u2013${last} of ${lines.length}`;
  const head = fitLine(
    [
      { text: ' Keys', bold: true },
      { text: place, tone: 'dim' },
    ],
    width,
  );
  return { ...view, page: { head: [head], lines } };
}

function columnLine(line: Line, width: number): Line {
  return [...fitLine(line, width - columnGap), { text: ' '.repeat(columnGap) }];
}

function topics({ focus, overlay }: UiState): readonly Section[] {
  const panes: readonly Section[] = focus === 'table' ? ['Table', 'Processes', 'Log'] : ['Log', 'Processes', 'Table'];
  const under = overlay.name === 'help' ? overlay.over?.name : undefined;
  if (under === undefined) return [...panes, 'Panes', 'Details', 'Pages', 'General'];
  const first: readonly Section[] = under === 'details' ? ['Details', 'Pages'] : ['Pages', 'Details'];
  return [...first, ...panes, 'Panes', 'General'];
}

/** The heading of a topic; for the details, the keys too that mean the same there as in the panes. */
function heading(section: Section, { keymap }: CommandContext): string {
  if (section !== 'Details') return section;
  const both = keymap.commands.filter(({ where, section: topic }) => where === 'process' && topic === 'Processes');
  const keys = both.flatMap(({ keys: [first] }) => (first === undefined ? [] : [chordLabel(first)]));
  return keys.length === 0 ? section : `${section}, with ${keys.join(' ')} too`;
}

function topicLines(section: Section, words: string, ctx: CommandContext): readonly (readonly Line[])[] {
  const found = ctx.keymap.commands.filter((command) => command.section === section && hasWords(command, words));
  if (found.length === 0) return [];
  // What two commands do from different places is one thing to the reader.
  const titles = [...new Set(found.map(({ title }) => title))];
  const byTitle = titles.map((title) => found.filter((command) => command.title === title));
  return [[[{ text: heading(section, ctx), bold: true }], ...byTitle.map((commands) => commandLine(commands, ctx)), []]];
}

/** As many of its keys as there is room for; all of them stand in the table of keys. */
function keysWithin(keys: readonly string[], width: number): string {
  let most = keys.length;
  while (most > 1 && keysLabel(keys.slice(0, most)).length > width && keysLabel(keys).length > width) most -= 1;
  return most === keys.length ? keysLabel(keys) : keysLabel(keys.slice(0, most));
}

function hasWords({ id, keys, title, section }: Command, words: string): boolean {
  const text = `${section} ${keys.map(chordLabel).join(' ')} ${title} ${id}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function commandLine(commands: readonly Command[], ctx: CommandContext): Line {
  const applies = commands.some(({ isEnabled }) => isEnabled?.(ctx) ?? true);
  const keys = commands.flatMap((command) => command.keys);
  const [{ title } = { title: '' }] = commands;
  return [
    ...fitLine([{ text: keysWithin(keys, keysWidth - 1), tone: applies ? 'key' : 'dim' }], keysWidth),
    { text: title, tone: applies ? 'plain' : 'dim' },
  ];
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
