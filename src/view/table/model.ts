import { type CauseWords, causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countOf, needsEyes } from '../state/counts.js';
import type { TableChoices } from '../state/table.js';
import { cellWidth } from '../text/cell-slice.js';
import { type Line, plainText } from '../text/span.js';
import { Scroll } from '../text/viewport.js';
import type { CellMoment } from './cells.js';
import { type Column, type ColumnFacts, tableColumns } from './columns.js';
import { fittedRows } from './fitted-rows.js';
import type { LongReason } from './long-reasons.js';
import { columnsFor, type Hint, headingCells, holdsCause, type RowCells, rowLines, sortGlyph } from './row-cells.js';
import { processesOf, rowKey, type TableRow } from './rows.js';

/** The table as it is drawn: the titles, where there is a row for them, and the rows that are seen. */
export interface TableModel {
  readonly headings: Line | undefined;
  readonly rows: readonly RowCells[];
  /** The columns that are shown, from left to right, with their titles and cells. */
  readonly columns: readonly Column[];
  /** The reason of the selected process, where its row has no room for the whole of that. */
  readonly cutReason: CauseWords | undefined;
  /** The first process that failed, in the order of the rows, whose row has no room for the cause; those that go on failing first. */
  readonly cutTrouble: CutReason | undefined;
}

/** A cause for which its row has no room. */
interface CutReason {
  readonly name: string;
  readonly reason: CauseWords;
}

/** The room that a table has. */
export interface TableArea {
  readonly tableWidth: number;
  readonly tableRows: number;
  readonly headings: boolean;
  /** Whether rows that are well give way to those in trouble where there is no room for all. */
  readonly small: boolean;
  /** The most cells for the reason; the names get what is beyond. */
  readonly mostReason: number;
}

/** All that a table shows. */
export interface TableContent {
  readonly rows: readonly TableRow[];
  readonly selected: TableRow | undefined;
  readonly choices: TableChoices;
  /** The processes whose logs have errors that nobody has seen. */
  readonly unread: ReadonlySet<string>;
  /** The causes that are longer than their column, in the order in which they get a line; for two lines twice. @default [] */
  readonly longReasons?: readonly LongReason[];
  /** Whether it has the focus. */
  readonly focused: boolean;
  /** How many processes there are, listed or not. */
  readonly total: number;
  readonly facts: ColumnFacts;
}

/** Makes what is drawn of a table. It remembers how far it is scrolled, and gives a row that did not change as the same object. */
export class TablePainter {
  readonly #scroll = new Scroll();
  readonly #scrollBesideTrouble = new Scroll();
  #painted: ReadonlyMap<string, RowCells> = new Map();
  #columns: { readonly key: string; readonly columns: readonly Column[] } | undefined;

  /** The part of the table that is seen; the selected row is in it unless the wheel has scrolled away from it. */
  paint(content: TableContent, room: TableArea, at: CellMoment): TableModel {
    const { rows, selected, choices, unread, longReasons = [], focused, total, facts } = content;
    const columns = this.#columnsOf(room, facts);
    const { tableRows: height, small: isSmall } = room;
    const shown = fittedRows(rows, selected, { height, isSmall, scrolled: choices.scrolled }, this.#scrollBesideTrouble);
    const selectedAt = selected === undefined ? -1 : shown.findIndex((row) => rowKey(row) === rowKey(selected));
    const { from, to } = this.#scroll.viewport(
      selected && rowKey(selected),
      selectedAt,
      shown.length,
      room.tableRows,
      choices.scrolled,
    );
    // Only in rows to spare: no row is scrolled away for them. Where there are too few, what can be said in its row is said there.
    const shownNames = new Set(processesOf(shown).map(({ name }) => name));
    const causeLines = new Map<string, number>();
    const long = longReasons.filter(({ name }) => shownNames.has(name));
    const spare = Math.max(0, height - shown.length);
    const inLines = long.length <= spare ? long : long.filter(({ fitsRow }) => !fitsRow).slice(0, spare);
    for (const { name } of inLines) causeLines.set(name, (causeLines.get(name) ?? 0) + 1);
    const seen = shown.slice(from, to).flatMap((row, index) => {
      const paint = { columns, selected: from + index === selectedAt, focused, marked: choices.marked, unread, causeLines, at };
      return rowLines(row, rowKey(row), paint).map((line) => this.#kept(line));
    });
    this.#painted = new Map(seen.map((row) => [row.key, row]));
    const isCut = (process: ProcessSnapshot): boolean => !holdsCause(process, causeLines.get(process.name) ?? 0, columns, at);
    const cutReason =
      selected?.kind === 'process' && isCut(selected.process) ? longReason(selected.process, columns, at)?.reason : undefined;
    const cuts = { cutReason, cutTrouble: firstCutTrouble(processesOf(rows).filter(isCut), columns, at) };
    if (!room.headings) return { headings: undefined, rows: seen, columns, ...cuts };
    const hints = [...placeHints(processesOf(shown.slice(from, to)), processesOf(rows), total), ...choiceHints(choices, columns)];
    return { headings: headingCells(columns, choices.sort, hints), rows: seen, columns, ...cuts };
  }

  #columnsOf({ tableWidth, mostReason }: TableArea, facts: ColumnFacts): readonly Column[] {
    const key = `${tableWidth} ${mostReason} ${facts.nameWidth} ${facts.hasHealth} ${facts.hasErrors} ${facts.hasUrls}`;
    if (this.#columns?.key !== key) this.#columns = { key, columns: tableColumns(tableWidth, facts, mostReason) };
    return this.#columns.columns;
  }

  #kept(row: RowCells): RowCells {
    const before = this.#painted.get(row.key);
    return before !== undefined && isSame(before, row) ? before : row;
  }
}

function firstCutTrouble(
  processes: readonly ProcessSnapshot[],
  columns: readonly Column[],
  at: CellMoment,
): CutReason | undefined {
  const cut = processes
    .filter(needsEyes)
    .toSorted((one, other) => Number(other.trouble) - Number(one.trouble))
    .map((process) => ({ name: process.name, long: longReason(process, columns, at) }))
    .find(({ long }) => long?.isCut);
  return cut && { name: cut.name, reason: cut.long!.reason };
}

/** A reason that is longer than its column, and whether the cause alone is too. */
function longReason(process: ProcessSnapshot, columns: readonly Column[], { now, wall }: CellMoment) {
  const reason = causeWords(process, now, wall);
  const room = columnsFor(process, columns, { now, wall }).at(-1)!.width;
  const isLonger = (text: string): boolean => cellWidth(plainText(text)) > room;
  return reason !== null && isLonger(reason.whole) ? { reason, isCut: isLonger(reason.what) } : undefined;
}

/** Which part is seen, where it is not all, and what is in trouble outside of it: "1–14 of 40   5 failing ↓". */
function placeHints(inView: readonly ProcessSnapshot[], processes: readonly ProcessSnapshot[], total: number): readonly Hint[] {
  const listed = processes.length;
  const count = inView.length;
  const first = inView[0] === undefined ? 0 : processes.indexOf(inView[0]);
  // Where some between them fold or give way, there is no range.
  const isRange = count > 0 && processes[first + count - 1] === inView.at(-1);
  // As long wherever it is scrolled to, so that what is beside it does not come and go.
  const range = `${first + 1}–${first + count} of ${listed}`.padStart(`${listed}–${listed} of ${listed}`.length);
  const place = count === listed ? (listed < total ? `${listed} of ${total}` : '') : isRange ? range : `${count} of ${listed}`;
  return [
    ...(place === '' ? [] : [{ text: place, rank: 'place' } as const]),
    ...troubleHints(processes.slice(0, first), '↑'),
    ...troubleHints(
      processes.slice(first).filter((process) => !inView.includes(process)),
      '↓',
    ),
  ];
}

function troubleHints(processes: readonly ProcessSnapshot[], where: string): readonly Hint[] {
  const inTrouble = processes.filter(({ trouble }) => trouble);
  // What is tried again is on the way there, and is announced where nothing is worse.
  const counted = inTrouble.length > 0 ? inTrouble : processes.filter(needsEyes);
  if (counted.length === 0) return [];
  const words = new Set(counted.map(countOf));
  const word = words.size === 1 ? [...words][0] : 'failing';
  const tone = word === 'retrying' ? 'progress' : 'trouble';
  return [{ text: `${counted.length} ${word} ${where}`, short: `${counted.length} ${where}`, rank: 'trouble', tone }];
}

function choiceHints({ marked, troubleFirst, sort }: TableChoices, columns: readonly Column[]): readonly Hint[] {
  const isSortSeen = sort === undefined || columns.some(({ id }) => id === sort.by);
  return [
    ...(troubleFirst ? ['trouble first'] : []),
    ...(marked.size === 0 ? [] : [`${marked.size} marked`]),
    ...(isSortSeen ? [] : [`by ${sort.by} ${sortGlyph(sort)}`]),
  ].map((text) => ({ text, rank: 'choice' }));
}

function isSame(one: RowCells, other: RowCells): boolean {
  return (
    one.selected === other.selected &&
    one.cells.length === other.cells.length &&
    one.cells.every((span, index) => {
      const { text, tone, bold, link } = other.cells[index]!;
      return span.text === text && span.tone === tone && span.bold === bold && span.link === link;
    })
  );
}
