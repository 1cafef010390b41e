import { causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countProcesses, needsEyes } from '../state/counts.js';
import type { Sort } from '../state/table.js';
import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, lineWidth, plainText, type Span } from '../text/span.js';
import { fitCells, fitMiddle } from '../text/terminal.js';
import type { Tone } from '../text/theme.js';
import { wrapText } from '../text/wrap.js';
import { type CellMoment, reasonCell } from './cells.js';
import { type Column, columnGap, endGap, markerWidth } from './columns.js';
import type { GroupRow, TableRow } from './rows.js';

/** A row of the table: spans which together fill the table's width exactly. */
export interface RowCells {
  /** What distinguishes it from all others. */
  readonly key: string;
  /** What distinguishes its row of the table from others; that of a cause under its row is the same. */
  readonly row: string;
  /** The mark and the bar of the selected row, then one for each column; the heading of a group and a cause have their own. */
  readonly cells: Line;
  readonly selected: boolean;
}

/** What a row is painted by. */
export interface RowPaint {
  readonly columns: readonly Column[];
  readonly selected: boolean;
  /** Whether the table has the focus; elsewhere the bar of its selected row is grey. */
  readonly focused: boolean;
  readonly marked: ReadonlySet<string>;
  /** The processes whose logs have errors that nobody has seen. */
  readonly unread: ReadonlySet<string>;
  /** The processes that have lines for their cause, and how many. */
  readonly causeLines: ReadonlyMap<string, number>;
  readonly at: CellMoment;
}

/** The cells that a cause has in its column, in its row from the state on, and in a line under the row. */
export interface ReasonRoom {
  readonly column: number;
  readonly row: number;
  readonly line: number;
}

/** The painted texts of a row, and of the lines for its cause where it has some. @param key what distinguishes the row from others */
export function rowLines(row: TableRow, key: string, paint: RowPaint): readonly RowCells[] {
  const { columns, selected, at } = paint;
  if (row.kind === 'group') return [{ key, row: key, selected, cells: groupCells(row, paint) }];
  const { process } = row;
  const count = paint.causeLines.get(process.name) ?? 0;
  const isMarked = paint.marked.has(process.name);
  const shown = count === 0 ? columnsFor(process, columns, at) : columns;
  const spans = shown.map((column) =>
    count > 0 && column.id === 'reason' ? { text: '' } : column.cell(process, at, column.width),
  );
  const [name, ...others] = painted(shown, spans);
  const cells = [marker(paint, isMarked, paint.unread.has(process.name)), { ...name!, bold: selected || isMarked }, ...others];
  const under = count === 0 ? [] : causeLines(process, count, columns, at);
  return [
    { key, row: key, selected, cells },
    ...under.map((line, index) => ({ key: `${key} cause ${index}`, row: key, selected, cells: line })),
  ];
}

/**
 * The columns of a row without a line for its cause: where that is longer than its column and has room over the cells before it,
 * which say less, it begins right after the state.
 */
export function columnsFor(process: ProcessSnapshot, columns: readonly Column[], at: CellMoment): readonly Column[] {
  const reason = columns.at(-1)!;
  const words = needsEyes(process) ? causeWords(process, at.now, at.wall) : null;
  if (words === null) return columns;
  const { column, row } = reasonRoom(columns);
  const width = cellWidth(plainText(words.what));
  if (width <= column || width > row) return columns;
  return [...columns.slice(0, columns.findIndex(({ id }) => id === 'state') + 1), { ...reason, width: row }];
}

/** The room for a reason in a table with these columns. */
export function reasonRoom(columns: readonly Column[]): ReasonRoom {
  const after = columns.slice(columns.findIndex(({ id }) => id === 'state') + 1);
  const row = after.reduce((sum, { width }) => sum + width + columnGap, -columnGap);
  return { column: columns.at(-1)!.width, row, line: causeRoom(tableWidth(columns)) };
}

/** The cause under its row, in `count` lines: from the second column on where it has room there, else from further left. */
function causeLines(process: ProcessSnapshot, count: number, columns: readonly Column[], at: CellMoment): readonly Line[] {
  const width = tableWidth(columns);
  const reason = reasonCell(process, at, causeRoom(width));
  const pieces = (indent: number): readonly string[] => wrapText(reason.text, width - indent - endGap);
  const aligned = markerWidth + columns[0]!.width + columnGap;
  const indent = pieces(aligned).length <= count ? aligned : leastIndent;
  const all = pieces(indent);
  const shown = all.length <= count ? all : [...all.slice(0, count - 1), all.slice(count - 1).join(' ')];
  return Array.from({ length: count }, (_, index) =>
    fitLine([{ text: ' '.repeat(indent) }, { ...reason, text: shown[index] ?? '' }], width),
  );
}

/** Whether `count` lines for the cause of a process have room for all of that. */
export function holdsCause(process: ProcessSnapshot, count: number, columns: readonly Column[], at: CellMoment): boolean {
  const room = causeRoom(tableWidth(columns));
  return wrapText(reasonCell(process, at, room).text, room).length <= count;
}

const leastIndent = markerWidth + 2;

/** The cells of a line for a cause in a table of `width` cells. */
function causeRoom(width: number): number {
  return width - leastIndent - endGap;
}

function tableWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + columnGap, markerWidth - columnGap + endGap);
}

/** What is said at the right end of the titles. */
export interface Hint {
  readonly text: string;
  /** What is said where there is too little room for `text` once all of lower rank is gone. */
  readonly short?: string;
  /** What was chosen goes first where there is little room, then the place; trouble out of view stays longest. */
  readonly rank: 'choice' | 'place' | 'trouble';
  readonly tone?: Tone;
}

/**
 * The line of titles; the one that the rows are sorted by says in which direction.
 * @param hints stand at the right end of the last column, as many of them as fit, in the place of its title if need be
 */
export function headingCells(columns: readonly Column[], sort: Sort | undefined, hints: readonly Hint[]): Line {
  const titles = columns.map(({ id, title }): Span => ({ text: id === sort?.by ? title + sortGlyph(sort) : title }));
  const cells = [{ text: ' '.repeat(markerWidth) }, ...painted(columns, titles)];
  const last = columns.at(-1)!;
  return [...cells.slice(0, -1), ...withHints(last.title, hints, last.width)];
}

function withHints(title: string, hints: readonly Hint[], width: number): Line {
  const sizeOf = (shown: readonly Hint[]): number => shown.reduce((sum, { text }) => sum + text.length + 3, -3);
  let shown = hints;
  const drop = (fits: () => boolean, canGo: (hint: Hint) => boolean): void => {
    while (!fits() && shown.some(canGo)) shown = shown.toSpliced(shown.findLastIndex(canGo), 1);
  };
  drop(
    () => title.length + 2 + sizeOf(shown) <= width,
    ({ rank }) => rank === 'choice',
  );
  drop(
    () => sizeOf(shown) <= width,
    ({ rank }) => rank === 'place',
  );
  if (sizeOf(shown) > width) shown = shown.map((hint) => ({ ...hint, text: hint.short ?? hint.text }));
  const size = Math.max(0, sizeOf(shown));
  if (shown.length === 0 || size > width) return [{ text: title.padEnd(width + endGap) }];
  const start = title.length + 2 + size > width ? '' : title;
  const spans = shown.map(({ text, tone }, index): Span => {
    return { text: `${index === 0 ? '' : '   '}${text}`, ...(tone !== undefined && { tone }) };
  });
  return [{ text: start.padEnd(width - size) }, ...spans, { text: ' '.repeat(endGap) }];
}

/** Which end has the largest: ▼ the top, ▲ the bottom; a name counts as larger the later it comes. */
export function sortGlyph({ by, reversed }: Sort): string {
  const ascends = by === 'name' || by === 'state';
  return ascends === reversed ? '▼' : '▲';
}

/** Whether the user has marked it; then the bar, or that its log has unread errors, which a selected row never has. */
function marker({ selected, focused }: RowPaint, isMarked: boolean, isUnread: boolean): Span {
  const text = `${isMarked ? '*' : ' '}${selected ? '▌' : isUnread ? '•' : ' '} `;
  if (selected) return { text, tone: focused ? 'key' : 'dim' };
  return isUnread ? { text, tone: 'trouble' } : { text };
}

function groupCells({ group, members, hidden, isFolded = false }: GroupRow, paint: RowPaint): Line {
  const { columns, selected, marked, unread } = paint;
  const width = tableWidth(columns);
  const { failing, blocked, retrying } = countProcesses(members);
  const isMarked = members.every(({ name }) => marked.has(name));
  const start: Line = [
    marker(paint, isMarked, isFolded && members.some(({ name }) => unread.has(name))),
    { text: plainText(group), bold: selected || isMarked },
    { text: `  ${upWords(members)}`, tone: 'dim' },
    { text: failing === 0 ? '' : `  ${failing} failing`, tone: 'trouble' },
    { text: blocked === 0 ? '' : `  ${blocked} blocked`, tone: 'trouble' },
    { text: retrying === 0 ? '' : `  ${retrying} retrying`, tone: 'progress' },
    { text: isFolded ? '  folded' : '', tone: 'dim' },
    { text: hidden === 0 ? ' ' : `  ${hidden} filtered out `, tone: 'dim' },
  ];
  const rule = '─'.repeat(Math.max(0, width - lineWidth(start) - endGap));
  return fitLine([...start, { text: rule, tone: 'dim' }], width);
}

/** How many run: "3/4 up". */
function upWords(members: readonly ProcessSnapshot[]): string {
  return `${countProcesses(members).up}/${members.length} up`;
}

function painted(columns: readonly Column[], spans: Line): Line {
  return spans.map((span, index) => {
    const { width, align, cutsMiddle } = columns[index]!;
    const after = ' '.repeat(index === columns.length - 1 ? endGap : columnGap);
    return { ...span, text: (cutsMiddle ? fitMiddle(span.text, width) : fitCells(span.text, width, align)) + after };
  });
}
