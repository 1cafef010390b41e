import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { UiState } from '../state/ui.js';

/** The heading of a group. */
export interface GroupRow {
  readonly kind: 'group';
  readonly group: string;
  /** Those of the group that are listed under it, in their order. */
  readonly members: readonly ProcessSnapshot[];
  /** How many of the group the filter keeps out. */
  readonly hidden: number;
  /** Whether its members are not shown, since there is no room for all rows. @default false */
  readonly isFolded?: boolean;
}

/** A row of the table. */
export type TableRow = { readonly kind: 'process'; readonly process: ProcessSnapshot } | GroupRow;

/**
 * The rows for the listed processes: those without a group first, then each group under its heading. Without groups there are
 * no headings.
 * @param all listed or not
 * @param groups in their order
 */
export function groupedRows(
  listed: readonly ProcessSnapshot[],
  all: readonly ProcessSnapshot[],
  groups: readonly string[],
): readonly TableRow[] {
  const ungrouped = listed.filter(({ group }) => group === null);
  return [
    ...ungrouped.map(processRow),
    ...groups.flatMap((group): readonly TableRow[] => {
      const members = listed.filter((process) => process.group === group);
      if (members.length === 0) return [];
      const hidden = all.filter((process) => process.group === group).length - members.length;
      return [{ kind: 'group', group, members, hidden }, ...members.map(processRow)];
    }),
  ];
}

/** The processes of the rows, in their order. */
export function processesOf(rows: readonly TableRow[]): readonly ProcessSnapshot[] {
  return rows.flatMap((row) => (row.kind === 'process' ? [row.process] : []));
}

/** The row that is selected: the heading or the process that the user chose; else the first process. */
export function selectedRow(
  rows: readonly TableRow[],
  { selected, table }: Pick<UiState, 'selected' | 'table'>,
): TableRow | undefined {
  const { group } = table;
  const heading = group === undefined ? undefined : rows.find((row) => row.kind === 'group' && row.group === group);
  const process = rows.find((row) => row.kind === 'process' && row.process.name === selected);
  return heading ?? process ?? rows.find(({ kind }) => kind === 'process');
}

/** The key of a row, by which it is the same one in the next frame. */
export function rowKey(row: TableRow): string {
  return row.kind === 'process' ? `process ${row.process.name}` : `group ${row.group}`;
}

function processRow(process: ProcessSnapshot): TableRow {
  return { kind: 'process', process };
}
