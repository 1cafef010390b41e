import type { SortKey, TableAction } from '../state/table.js';
import { sortGlyph } from '../table/row-cells.js';
import type { Command, CommandContext } from './command.js';

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
