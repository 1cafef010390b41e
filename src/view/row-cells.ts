import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { type Column, columnGap, endGap, markerWidth } from './columns.js';
import type { Line } from './span.js';
import { fitCells } from './terminal-text.js';

/** A row of the table: one span for each column, which together fill the table's width exactly. */
export interface RowCells {
  readonly cells: Line;
  readonly selected: boolean;
}

/** The painted texts of a process's row at monotonic time `now`. */
export function rowCells(columns: readonly Column[], process: ProcessSnapshot, selected: boolean, now: number): RowCells {
  const spans = columns.map((column) => column.cell(process, now));
  return { selected, cells: paint(columns, spans, selected ? ' ▌ ' : ' '.repeat(markerWidth)) };
}

/**
 * The line of titles.
 * @param hint stands at the right end of the last column where there is room
 */
export function headingCells(columns: readonly Column[], hint: string): Line {
  const titles = columns.map(({ title, width }, index) => {
    const room = width - title.length;
    return { text: index === columns.length - 1 && room > hint.length ? title + hint.padStart(room) : title };
  });
  return paint(columns, titles, ' '.repeat(markerWidth));
}

function paint(columns: readonly Column[], spans: Line, marker: string): Line {
  return spans.map((span, index) => {
    const { width, align } = columns[index]!;
    const before = index === 0 ? marker : '';
    const after = ' '.repeat(index === columns.length - 1 ? endGap : columnGap);
    return { ...span, text: before + fitCells(span.text, width, align) + after };
  });
}
