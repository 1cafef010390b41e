import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countOf, needsEyes } from '../state/counts.js';
import { openPrompt } from '../state/prompt.js';
import type { SortKey, TableAction } from '../state/table.js';
import { openPage } from '../state/ui.js';
import { sortGlyph } from '../table/row-cells.js';
import { rowKey, type TableRow } from '../table/rows.js';
import type { Command, CommandContext } from './command.js';
import { focusProcess, meaningFocus } from './target-members.js';

/** What can be done in the table beside acting on a process. */
export const tableCommands: readonly Command[] = [
  { ...move('up', ['k', 'up'], 'Select the row above'), run: (ctx) => select(ctx, -1) },
  { ...move('down', ['j', 'down'], 'Select the row below'), run: (ctx) => select(ctx, 1) },
  { ...move('page-up', ['pageup', 'ctrl+u'], 'One page up'), run: (ctx) => select(ctx, -ctx.tableRows) },
  { ...move('page-down', ['pagedown', 'ctrl+d'], 'One page down'), run: (ctx) => select(ctx, ctx.tableRows) },
  { ...move('first', ['g', 'home'], 'Select the first row'), run: (ctx) => select(ctx, -Infinity) },
  { ...move('last', ['G', 'end'], 'Select the last row'), run: (ctx) => select(ctx, Infinity) },
  {
    ...move('row', ['1', '2', '3', '4', '5', '6', '7', '8', '9'], 'Go to the first rows'),
    does: 'goes to a row of the table',
    isEnabled: ({ listed }) => listed.length > 0,
    refusal: noRow,
    run: selectNumbered,
  },
  {
    id: 'select.trouble',
    keys: ['!'],
    where: 'process',
    section: 'Processes',
    title: 'Next process in trouble',
    does: 'goes to the next process in trouble',
    footer: {
      label: (ctx) => (blockedBy(ctx) === undefined ? 'next trouble' : 'what blocks it'),
      priority: 72,
      isOffered: (ctx) => {
        const { selected } = meaningFocus(ctx);
        return selected === undefined || !needsEyes(selected) || blockedBy(ctx) !== undefined;
      },
    },
    isEnabled: ({ listed }) => listed.some(needsEyes),
    refusal: ({ processes }) =>
      processes.some(needsEyes)
        ? 'none of the rows listed is in trouble; {table.filter} changes the filter'
        : 'no process is in trouble',
    run: selectTrouble,
  },
  {
    id: 'table.mark',
    keys: [' '],
    where: 'table',
    section: 'Table',
    title: 'Mark or unmark it',
    does: 'marks a row of the table',
    isEnabled: ({ row }) => row !== undefined,
    refusal: noRow,
    run: toggleMark,
  },
  {
    id: 'table.filter',
    keys: ['/'],
    where: 'table',
    section: 'Table',
    title: 'Filter the rows by words',
    does: 'filters the table',
    footer: { label: 'filter', priority: 45 },
    run: ({ ui, dispatch }) => dispatch({ type: 'prompt', prompt: openPrompt('table.filter', ui.table.filter) }),
  },
];

function noRow({ processes }: CommandContext): string {
  return processes.length === 0 ? 'there are no processes' : 'no row is listed; {go.back} shows all';
}

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return {
    id: `select.${name}`,
    keys,
    where: 'table',
    section: 'Table',
    title,
    does: 'moves the selection in the table',
    keyOnly: true,
  };
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

/** The place of the key among those of the command is the row's. */
function selectNumbered({ keymap, listed, dispatch }: CommandContext, chord: string): void {
  const keys = keymap.commands.find(({ id }) => id === 'select.row')?.keys ?? [];
  const process = listed[Math.min(Math.max(0, keys.indexOf(chord)), listed.length - 1)];
  if (process !== undefined) dispatch({ type: 'select', name: process.name });
}

/** The listed process because of which the one that is meant is blocked. */
function blockedBy(ctx: CommandContext): ProcessSnapshot | undefined {
  const root = meaningFocus(ctx).selected?.blocked?.root;
  return ctx.listed.find(({ name }) => name === root);
}

/**
 * Goes from a blocked process to what blocks it, else to the next one in trouble: what is blocked comes last, since it needs no more
 * than what it is blocked by. On a page with a process, that page goes on to it.
 */
function selectTrouble(ctx: CommandContext): void {
  const { ui, listed, dispatch } = ctx;
  const current = focusProcess(ctx)?.name ?? ctx.selected?.name;
  const at = listed.findIndex(({ name }) => name === current);
  const others = [...listed.slice(at + 1), ...listed.slice(0, at + 1)];
  const isBlocked = (process: ProcessSnapshot): boolean => countOf(process) === 'blocked';
  const next =
    blockedBy(ctx) ??
    others.find((process) => process.trouble && !isBlocked(process)) ??
    others.find((process) => needsEyes(process) && !isBlocked(process)) ??
    others.find(needsEyes)!;
  dispatch({ type: 'select', name: next.name });
  const page = openPage(ui);
  if (page?.name === 'details')
    dispatch({ type: 'overlay', overlay: { ...page, process: next.name, card: undefined, top: 0, anchor: undefined } });
  else if (page?.name === 'graph') dispatch({ type: 'overlay', overlay: { ...page, at: next.name } });
  else dispatch({ type: 'log', change: { type: 'modes', change: { pane: 0 } } });
}

/** Selects a row; for the mouse too. */
export function selectRow(row: TableRow, { dispatch }: Pick<CommandContext, 'dispatch'>): void {
  if (row.kind === 'process') dispatch({ type: 'select', name: row.process.name });
  else dispatch({ type: 'table', change: { type: 'group', group: row.group } });
}

/** The little menu of the order of the rows. */
export const sortCommands: readonly Command[] = [
  {
    id: 'sort.open',
    keys: ['o'],
    where: 'table',
    section: 'Table',
    title: 'Sort the rows',
    does: 'sorts the table',
    run: ({ dispatch }) => dispatch({ type: 'overlay', overlay: { name: 'sort' } }),
  },
  by('n', 'name', 'By name'),
  by('s', 'state', 'By state, worst first'),
  by('c', 'cpu', 'By cpu'),
  by('m', 'memory', 'By memory'),
  by('r', 'restarts', 'By restarts'),
  {
    ...item('f', 'file', 'As in the file'),
    menu: ({ ui }) => `As in the file${ui.table.sort === undefined ? ' ✔' : ''}`,
    run: (ctx) => choose(ctx, { type: 'sort', by: undefined }),
  },
  {
    ...item('t', 'trouble-first', 'Trouble first, or not'),
    menu: ({ ui }) => `Trouble first${ui.table.troubleFirst ? ' ✔' : ''}`,
    run: (ctx) => choose(ctx, { type: 'trouble-first' }),
  },
];

function by(key: string, column: SortKey, title: string): Command {
  return {
    ...item(key, column, `${title}; again reverses`),
    menu: ({ ui }) => {
      const { sort } = ui.table;
      return sort?.by === column ? `${title} ${sortGlyph(sort)}, again reverses` : title;
    },
    run: (ctx) => choose(ctx, { type: 'sort', by: column }),
  };
}

function item(key: string, name: string, title: string): Omit<Command, 'run'> {
  return { id: `sort.${name}`, keys: [key], where: 'sort', section: 'Menu', title };
}

function choose({ dispatch }: CommandContext, change: TableAction): void {
  dispatch({ type: 'overlay', overlay: { name: 'none' } });
  dispatch({ type: 'table', change });
}
