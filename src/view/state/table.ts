/** What the rows can be sorted by; the columns are called the same. */
export type SortKey = 'name' | 'state' | 'cpu' | 'memory' | 'restarts';

/** An order of the rows. `reversed` is against what is wanted first: names from a to z, states worst first, numbers largest first. */
export interface Sort {
  readonly by: SortKey;
  readonly reversed: boolean;
}

/** What the user has chosen of the table. */
export interface TableChoices {
  /** Words that a row must have, each of them; empty shows all rows. */
  readonly filter: string;
  /** Undefined is the order of the file. */
  readonly sort: Sort | undefined;
  /** Whether rows in trouble stand before the others. */
  readonly troubleFirst: boolean;
  /** Names of processes, some of which may be gone. */
  readonly marked: ReadonlySet<string>;
  /** Rows that the wheel has scrolled the table down since the start, less those up. */
  readonly scrolled: number;
  /** The group whose heading is selected; undefined where a process is. */
  readonly group: string | undefined;
}

/** All rows in the order of the file. */
export const initialTableChoices: TableChoices = {
  filter: '',
  sort: undefined,
  troubleFirst: false,
  marked: new Set(),
  scrolled: 0,
  group: undefined,
};

/** What can change of the table. */
export type TableAction =
  | { readonly type: 'filter'; readonly words: string }
  /** The same again reverses it. */
  | { readonly type: 'sort'; readonly by: SortKey | undefined }
  | { readonly type: 'trouble-first' }
  | { readonly type: 'scroll'; readonly rows: number }
  | { readonly type: 'group'; readonly group: string | undefined }
  | { readonly type: 'mark' | 'unmark'; readonly names: readonly string[] }
  | { readonly type: 'unmark-all' };

/** The choices after `action`; the same object where nothing changes. */
export function reduceTable(choices: TableChoices, action: TableAction): TableChoices {
  switch (action.type) {
    case 'filter':
      return action.words === choices.filter ? choices : { ...choices, filter: action.words };
    case 'sort':
      return {
        ...choices,
        sort: action.by && { by: action.by, reversed: choices.sort?.by === action.by && !choices.sort.reversed },
      };
    case 'trouble-first':
      return { ...choices, troubleFirst: !choices.troubleFirst };
    case 'scroll':
      return { ...choices, scrolled: choices.scrolled + action.rows };
    case 'group':
      return action.group === choices.group ? choices : { ...choices, group: action.group };
    case 'mark':
      return { ...choices, marked: new Set([...choices.marked, ...action.names]) };
    case 'unmark':
      return { ...choices, marked: new Set([...choices.marked].filter((name) => !action.names.includes(name))) };
    case 'unmark-all':
      return choices.marked.size === 0 ? choices : { ...choices, marked: new Set() };
  }
}
