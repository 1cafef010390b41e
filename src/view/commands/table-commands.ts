import { openPrompt } from '../state/prompt.js';
import { rowKey, type TableRow } from '../table/rows.js';
import type { Command, CommandContext } from './command.js';

/** What can be done in the table beside acting on a process. */
export const tableCommands: readonly Command[] = [
  { ...move('up', ['k', 'up'], 'Select the one above'), run: (ctx) => select(ctx, -1) },
  { ...move('down', ['j', 'down'], 'Select the one below'), run: (ctx) => select(ctx, 1) },
  { ...move('page-up', ['pageup'], 'One page up'), run: (ctx) => select(ctx, -ctx.tableRows) },
  { ...move('page-down', ['pagedown'], 'One page down'), run: (ctx) => select(ctx, ctx.tableRows) },
  { ...move('first', ['g', 'home'], 'Select the first'), run: (ctx) => select(ctx, -Infinity) },
  { ...move('last', ['G', 'end'], 'Select the last'), run: (ctx) => select(ctx, Infinity) },
  {
    id: 'table.mark',
    keys: [' '],
    where: 'table',
    section: 'Table',
    title: 'Mark or unmark it',
    isEnabled: ({ row }) => row !== undefined,
    run: toggleMark,
  },
  {
    id: 'table.filter',
    keys: ['/'],
    where: 'table',
    section: 'Table',
    title: 'Filter the rows by words',
    footer: { label: 'filter', priority: 45 },
    run: ({ ui, dispatch }) => dispatch({ type: 'prompt', prompt: openPrompt('table.filter', ui.table.filter) }),
  },
];

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return { id: `select.${name}`, keys, where: 'table', section: 'Table', title };
}

/** Marks the selected process, or all of the selected group that are listed; takes the marks away where all have one. */
function toggleMark({ row, ui, dispatch }: CommandContext): void {
  const names = row?.kind === 'group' ? row.members.map(({ name }) => name) : row ? [row.process.name] : [];
  const type = names.every((name) => ui.table.marked.has(name)) ? 'unmark' : 'mark';
  dispatch({ type: 'table', change: { type, names } });
}

function select({ rows, row, dispatch }: CommandContext, by: number): void {
  const at = rows.findIndex((each) => row !== undefined && rowKey(each) === rowKey(row));
  const next = rows[Math.max(0, Math.min(at + by, rows.length - 1))];
  if (next !== undefined) selectRow(next, { dispatch });
}

/** Selects a row; for the mouse too. */
export function selectRow(row: TableRow, { dispatch }: Pick<CommandContext, 'dispatch'>): void {
  if (row.kind === 'process') dispatch({ type: 'select', name: row.process.name });
  else dispatch({ type: 'table', change: { type: 'group', group: row.group } });
}
