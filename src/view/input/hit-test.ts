import type { Header } from '../chrome/header.js';
import type { Footer } from '../commands/footer.js';
import type { Menu } from '../commands/menu.js';
import type { PaneSpec } from '../log/panes.js';
import type { CountName } from '../state/counts.js';
import { besideGap, type Layout, type TerminalSize } from '../state/layout.js';
import type { PageView } from '../state/page.js';
import { type Column, columnGap, markerWidth } from '../table/columns.js';
import type { TableModel } from '../table/model.js';
import { cellWidth } from '../text/cell-slice.js';
import type { Line } from '../text/span.js';

/** All that is seen, as it was drawn last. */
export interface DrawnScreen {
  readonly size: TerminalSize;
  readonly layout: Layout;
  /** Undefined where the terminal is too small. */
  readonly table: TableModel | undefined;
  readonly panes: readonly PaneSpec[];
  /** Whether one log takes the whole screen, where no page lies over it. */
  readonly zoomed: boolean;
  /** The page over the panes. */
  readonly page: PageView | undefined;
  readonly menu: Menu | undefined;
  /** Rows at the end of the panes, or of the page, over which toasts lie. */
  readonly covered: number;
  readonly header: Header;
  readonly footer: Footer;
}

/** What is at a cell of the screen. */
export type Hit =
  | { readonly on: 'nothing' }
  /** `count` is what the table is filtered by; undefined beside the counts. */
  | { readonly on: 'header'; readonly count: CountName | undefined }
  /** `key` distinguishes the row from others; undefined beside the rows. `link` is the URL to which the text there leads. */
  | { readonly on: 'table'; readonly key: string | undefined; readonly link: string | undefined }
  | { readonly on: 'title'; readonly column: Column['id'] }
  /** Rows and columns count from the first line of text and its gutter; those of the title are negative. */
  | { readonly on: 'log'; readonly pane: PaneRect; readonly row: number; readonly column: number }
  /** `line` is its index among those that scroll; undefined in the head and below the last. */
  | { readonly on: 'page'; readonly line: number | undefined }
  /** `id` is the command's; undefined beside the items. */
  | { readonly on: 'menu' | 'footer'; readonly id: string | undefined };

/** A log pane, and where on the screen its first line of text begins. */
export interface PaneRect {
  readonly spec: PaneSpec;
  readonly x: number;
  readonly y: number;
  /** Rows over the text. */
  readonly above: number;
}

const nothing: Hit = { on: 'nothing' };

/** What is at column `x` of row `y`, both from 0. Every cell belongs to one thing. */
export function hitTest(screen: DrawnScreen, x: number, y: number): Hit {
  const { size, layout, zoomed, page, menu, covered, header, footer } = screen;
  if (layout.kind === 'too_small' || x < 0 || y < 0 || x >= size.columns || y >= size.rows) return nothing;
  if (!zoomed && y === 0) return { on: 'header', count: header.items.find((item) => isIn(item, x))?.count };
  if (!zoomed && y === size.rows - 1) return { on: 'footer', id: footer.items.find((item) => isIn(item, x))?.id };
  const top = zoomed ? 0 : bodyTop(layout);
  const end = (zoomed ? (screen.panes[0]?.rows ?? size.rows) : size.rows - 2) - covered;
  if (y < top || y >= end) return nothing;
  if (page !== undefined) return { on: 'page', line: pageLine(page, y - top) };
  const menuTop = end - (menu?.lines.length ?? 0);
  if (y >= menuTop) return { on: 'menu', id: menu?.items.find((item) => item.row === y - menuTop && isIn(item, x))?.id };
  return (zoomed ? undefined : tableAt(screen, x, y)) ?? logAt(screen, x, y) ?? nothing;
}

/** The log panes, from left to right. */
function paneRects({ layout, panes, zoomed }: DrawnScreen): readonly PaneRect[] {
  if (layout.kind === 'too_small') return [];
  const beside = layout.kind === 'beside';
  const above = zoomed ? 0 : 1;
  const top = zoomed ? 0 : bodyTop(layout) + (beside ? 0 : count(layout.headings) + layout.tableRows + count(layout.gaps));
  let x = zoomed || !beside ? 0 : layout.tableWidth + besideGap;
  return panes.map((spec) => {
    const rect = { spec, x, y: top + above, above };
    x += spec.width + besideGap;
    return rect;
  });
}

/** The first row below the header. */
function bodyTop({ gaps }: Exclude<Layout, { kind: 'too_small' }>): number {
  return 1 + count(gaps);
}

function logAt(screen: DrawnScreen, x: number, y: number): Hit | undefined {
  const pane = paneRects(screen).find(({ spec, ...rect }) => {
    const isBeside = x < rect.x || x >= rect.x + spec.width;
    return !isBeside && y >= rect.y - rect.above && y < rect.y + spec.rows;
  });
  return pane && { on: 'log', pane, row: y - pane.y, column: x - pane.x };
}

function tableAt({ layout, table }: DrawnScreen, x: number, y: number): Hit | undefined {
  if (layout.kind === 'too_small' || table === undefined) return undefined;
  const top = bodyTop(layout);
  const titles = count(layout.headings);
  const height = layout.kind === 'beside' ? layout.logRows + 1 : titles + layout.tableRows;
  if (x >= layout.tableWidth || y >= top + height) return undefined;
  if (y < top + titles) return titleAt(table.columns, x);
  const row = table.rows[y - top - titles];
  return { on: 'table', key: row?.row, link: row && linkAt(row.cells, x) };
}

/** The link of the text at a column; none in the blanks after it. */
function linkAt(line: Line, x: number): string | undefined {
  let from = 0;
  for (const { text, link } of line) {
    if (link !== undefined && x >= from && x < from + cellWidth(text.trimEnd())) return link;
    from += cellWidth(text);
  }
  return undefined;
}

/** A title reaches over the gap after it. */
function titleAt(columns: readonly Column[], x: number): Hit {
  let end = markerWidth;
  for (const { id, width } of columns) {
    end += width + columnGap;
    if (x < end) return { on: 'title', column: id };
  }
  return { on: 'title', column: columns.at(-1)!.id };
}

function pageLine({ page, top, rows }: PageView, row: number): number | undefined {
  const inside = row - page.head.length;
  const line = top + inside;
  return inside >= 0 && inside < rows && line < page.lines.length ? line : undefined;
}

function isIn({ from, to }: { readonly from: number; readonly to: number }, x: number): boolean {
  return x >= from && x < to;
}

function count(present: boolean): number {
  return present ? 1 : 0;
}
