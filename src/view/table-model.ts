import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { tableColumns } from './columns.js';
import { headingCells, type RowCells, rowCells } from './row-cells.js';
import type { Line } from './span.js';
import { troubledAndSelected, viewportAround } from './viewport.js';

/** The table as it is drawn: the titles, where there is a row for them, and the rows that are seen. */
export interface TableModel {
  readonly headings: Line | undefined;
  readonly rows: readonly RowCells[];
}

/** The room that a table has; `onlyTrouble` leaves out the rows that are well. */
export interface TableRoom {
  readonly tableWidth: number;
  readonly tableRows: number;
  readonly headings: boolean;
  readonly onlyTrouble: boolean;
}

/**
 * Makes the part of the table that is seen at monotonic time `now`; the selected row is always in it.
 * @param nameWidth the widest name that was ever shown
 */
export function tableModel(
  processes: readonly ProcessSnapshot[],
  selected: string | undefined,
  room: TableRoom,
  nameWidth: number,
  now: number,
): TableModel {
  const columns = tableColumns(room.tableWidth, nameWidth);
  const listed = room.onlyTrouble ? troubledAndSelected(processes, selected) : processes;
  const at = listed.findIndex(({ name }) => name === selected);
  const { from, to } = viewportAround(at, listed.length, room.tableRows);
  const hint = room.onlyTrouble ? `${to - from} of ${processes.length}` : `${from + 1}–${to} of ${processes.length}`;
  return {
    headings: room.headings ? headingCells(columns, to - from === processes.length ? '' : hint) : undefined,
    rows: listed.slice(from, to).map((process) => rowCells(columns, process, process.name === selected, now)),
  };
}

/** The process of that name; the first one where there is none. */
export function selectedProcess(processes: readonly ProcessSnapshot[], name: string | undefined): ProcessSnapshot | undefined {
  return processes.find((process) => process.name === name) ?? processes[0];
}
