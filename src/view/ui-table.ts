/** What the person has chosen of the table. */
export interface TableChoices {
  /** Words that a row must have, each of them; empty shows all rows. */
  readonly filter: string;
}

/** All rows. */
export const initialTableChoices: TableChoices = { filter: '' };

/** What can change of the table. */
export type TableAction = { readonly type: 'filter'; readonly words: string };

/** The choices after `action`; the same object where nothing changes. */
export function reduceTable(choices: TableChoices, action: TableAction): TableChoices {
  return action.words === choices.filter ? choices : { ...choices, filter: action.words };
}
