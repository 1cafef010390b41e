import type { TableChoices } from '../state/table.js';
import { cellWidth } from '../text/cell-slice.js';
import { type Line, plainText } from '../text/span.js';
import { Scroll } from '../text/viewport.js';
import { type Column, tableColumns } from './columns.js';
import { headingCells, type RowCells, rowCells, sortGlyph } from './row-cells.js';
import { rowKey, type TableRow, troubledAndSelected } from './rows.js';

/** The table as it is drawn: the titles, where there is a row for them, and the rows that are seen. */
export interface TableModel {
  readonly headings: Line | undefined;
  readonly rows: readonly RowCells[];
  /** The columns that are shown, from left to right, with their titles and cells. */
  readonly columns: readonly Column[];
  /** The selected process and its reason, where its row has no room for the whole of that; else empty. */
  readonly cutReason: string;
}

/** The room that a table has; `onlyTrouble` leaves out the rows that are well. */
export interface TableRoom {
  readonly tableWidth: number;
  readonly tableRows: number;
  readonly headings: boolean;
  readonly onlyTrouble: boolean;
}

/** All that a table shows. */
export interface TableContent {
  readonly rows: readonly TableRow[];
  readonly selected: TableRow | undefined;
  readonly choices: TableChoices;
  /** How many processes there are, listed or not. */
  readonly total: number;
  /** The widest name that was ever shown, in cells. */
  readonly nameWidth: number;
}

/** Makes what is drawn of a table. It remembers how far it is scrolled, and gives a row that did not change as the same object. */
export class TablePainter {
  readonly #scroll = new Scroll();
  #painted: ReadonlyMap<string, RowCells> = new Map();

  /** The part of the table that is seen at monotonic time `now`; the selected row is in it unless the wheel has scrolled away from it. */
  paint({ rows, selected, choices, total, nameWidth }: TableContent, room: TableRoom, now: number): TableModel {
    const columns = tableColumns(room.tableWidth, nameWidth);
    const shown = room.onlyTrouble ? troubledAndSelected(rows, selected) : rows;
    const at = selected === undefined ? -1 : shown.indexOf(selected);
    const { from, to } = this.#scroll.viewport(selected && rowKey(selected), at, shown.length, room.tableRows, choices.scrolled);
    const seen = shown.slice(from, to).map((row) => {
      const key = rowKey(row);
      return this.#kept(rowCells(row, key, { columns, selected: row === selected, marked: choices.marked, now }));
    });
    this.#painted = new Map(seen.map((row) => [row.key, row]));
    const cutReason = cutReasonOf(selected, columns);
    if (!room.headings) return { headings: undefined, rows: seen, columns, cutReason };
    const sort = choices.sort;
    const isSortSeen = sort === undefined || columns.some(({ id }) => id === sort.by);
    const hints = [
      placeWords(shown, from, to, total),
      choices.marked.size === 0 ? '' : `${choices.marked.size} marked`,
      choices.troubleFirst ? 'trouble first' : '',
      isSortSeen ? '' : `by ${sort!.by} ${sortGlyph(sort!)}`,
    ].filter((hint) => hint !== '');
    return { headings: headingCells(columns, sort, hints), rows: seen, columns, cutReason };
  }

  #kept(row: RowCells): RowCells {
    const before = this.#painted.get(row.key);
    return before !== undefined && isSame(before, row) ? before : row;
  }
}

function cutReasonOf(selected: TableRow | undefined, columns: readonly Column[]): string {
  if (selected?.kind !== 'process') return '';
  const { name, brief } = selected.process;
  const room = columns.find(({ id }) => id === 'reason')?.width ?? 0;
  return cellWidth(plainText(brief)) > room ? `${name}: ${brief}` : '';
}

/** Which part is seen, where it is not all: "1–5 of 200", or "3 of 200" where the others are not listed. */
function placeWords(shown: readonly TableRow[], from: number, to: number, total: number): string {
  const before = countProcessRows(shown.slice(0, from));
  const seen = countProcessRows(shown.slice(from, to));
  const listed = countProcessRows(shown);
  // As long wherever it is scrolled to, so that what stands beside it does not come and go.
  if (seen < listed) return `${before + 1}–${before + seen} of ${listed}`.padStart(`${listed}–${listed} of ${listed}`.length);
  return listed < total ? `${listed} of ${total}` : '';
}

function countProcessRows(rows: readonly TableRow[]): number {
  return rows.filter(({ kind }) => kind === 'process').length;
}

function isSame(one: RowCells, other: RowCells): boolean {
  return (
    one.selected === other.selected &&
    one.cells.length === other.cells.length &&
    one.cells.every((span, index) => {
      const { text, tone, bold } = other.cells[index]!;
      return span.text === text && span.tone === tone && span.bold === bold;
    })
  );
}
