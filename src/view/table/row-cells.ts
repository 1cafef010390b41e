import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countProcesses } from '../state/counts.js';
import type { Sort } from '../state/table.js';
import { fitLine, type Line, lineWidth, plainText, type Span } from '../text/span.js';
import { fitCells } from '../text/terminal.js';
import { type Column, columnGap, endGap, markerWidth } from './columns.js';
import type { GroupRow, TableRow } from './rows.js';

/** A row of the table: spans which together fill the table's width exactly. */
export interface RowCells {
  readonly key: string;
  /** One for each column; the heading of a group has its own. */
  readonly cells: Line;
  readonly selected: boolean;
}

/** What a row is painted by. */
export interface RowPaint {
  readonly columns: readonly Column[];
  readonly selected: boolean;
  readonly marked: ReadonlySet<string>;
  /** Monotonic milliseconds. */
  readonly now: number;
}

/** The painted texts of a row. */
export function rowCells(row: TableRow, key: string, paint: RowPaint): RowCells {
  const { columns, selected, now } = paint;
  if (row.kind === 'group') return { key, selected, cells: groupCells(row, paint) };
  const { process } = row;
  const spans = columns.map((column) => column.cell(process, now));
  const isMarked = paint.marked.has(process.name);
  const [name, ...others] = painted(columns, spans, marker(selected, isMarked));
  return { key, selected, cells: [{ ...name!, bold: selected || isMarked }, ...others] };
}

/**
 * The line of titles; the one that the rows are sorted by says in which direction.
 * @param hints stand at the right end of the last column, as many of them as fit; the first takes the place of its title if need be
 */
export function headingCells(columns: readonly Column[], sort: Sort | undefined, hints: readonly string[]): Line {
  const titles = columns.map(({ id, title, width }, index): Span => {
    const text = id === sort?.by ? title + sortGlyph(sort) : title;
    return { text: index < columns.length - 1 ? text : withHints(text, hints, width) };
  });
  return painted(columns, titles, ' '.repeat(markerWidth));
}

function withHints(title: string, hints: readonly string[], width: number): string {
  const [first, ...others] = hints;
  if (first === undefined) return title;
  if (title.length + 2 + first.length > width) return first.length > width ? title : first.padStart(width);
  let hint = first;
  for (const each of others) if (title.length + each.length + hint.length + 5 <= width) hint = `${each}   ${hint}`;
  return title + hint.padStart(width - title.length);
}

/** Where the largest stands: ▼ at the top, ▲ at the bottom; a name counts as larger the later it comes. */
export function sortGlyph({ by, reversed }: Sort): string {
  const ascends = by === 'name' || by === 'state';
  return ascends === reversed ? '▼' : '▲';
}

function marker(selected: boolean, marked: boolean): string {
  return `${marked ? '*' : ' '}${selected ? '▌' : ' '} `;
}

function groupCells({ group, members, hidden }: GroupRow, { columns, selected, marked }: RowPaint): Line {
  const width = columns.reduce((sum, column) => sum + column.width + columnGap, markerWidth - columnGap + endGap);
  const { failing } = countProcesses(members);
  const start: Line = [
    {
      text: `${marker(
        selected,
        members.every(({ name }) => marked.has(name)),
      )}${plainText(group)}`,
      bold: selected,
    },
    { text: `  ${upWords(members)}`, tone: 'dim' },
    { text: failing === 0 ? '' : `  ${failing} failing`, tone: 'trouble' },
    { text: hidden === 0 ? ' ' : `  ${hidden} filtered out `, tone: 'dim' },
  ];
  const rule = '─'.repeat(Math.max(0, width - lineWidth(start) - endGap));
  return fitLine([...start, { text: rule, tone: 'dim' }], width);
}

/** How many run: "3 of 4 up". */
export function upWords(members: readonly ProcessSnapshot[]): string {
  return `${countProcesses(members).up} of ${members.length} up`;
}

function painted(columns: readonly Column[], spans: Line, start: string): Line {
  return spans.map((span, index) => {
    const { width, align } = columns[index]!;
    const before = index === 0 ? start : '';
    const after = ' '.repeat(index === columns.length - 1 ? endGap : columnGap);
    return { ...span, text: before + fitCells(span.text, width, align) + after };
  });
}
