/** How the terminal is divided, in rows and columns. */
export type Layout =
  | { readonly kind: 'too_small' }
  | {
      /** `beside` where the log is to the right of the table. */
      readonly kind: 'stacked' | 'beside';
      readonly tableWidth: number;
      /** Rows for processes, the line of titles not counted. */
      readonly tableRows: number;
      readonly headings: boolean;
      /** Whether rows that are well give way to those in trouble where there is no room for all. */
      readonly small: boolean;
      /** The most cells for the reason in the table. */
      readonly mostReason: number;
      readonly logWidth: number;
      /** Rows for lines, the title not counted. */
      readonly logRows: number;
      /** A free row under the header and, where stacked, over the log. */
      readonly gaps: boolean;
    };

/** The size of a terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Lines for causes that are longer than their column. */
export interface CauseRows {
  readonly all: number;
  /** Those that the rows have no room for either. */
  readonly least: number;
}

/** What is to be shown. */
export interface LayoutRequest {
  /** Rows that the table could fill. */
  readonly rows: number;
  /** Beside these. @default none */
  readonly causes?: CauseRows;
  /** Log panes that stand side by side. */
  readonly panes: number;
  /** The cells that a table of `width` cells has for the reason. */
  readonly reasonWidth: (width: number) => number;
}

/** The cells between a table and the log beside it. */
export const besideGap = 3;

// The header, the notice over the footer, and the footer.
const frameRows = 3;

/** The narrowest log beside the table, and of several panes each. */
const leastLogWidth = 80;
const leastPaneWidth = 60;

/** The cells for the reason that a table beside its log must have; one over its log has no more either where it is that high. */
const reasonBeside = 60;

/** The fewest rows of a log. */
const leastLogRows = 2;

/** From this size on the rows of the table are scrolled as they stand; below it those in trouble keep their places. */
const leastRoomyColumns = 60;
const leastRoomyRows = 30;

/** Rows by which the table may take more than its share where it has all of its rows then. */
const fewMissing = 3;

/** Divides a terminal between header, table, logs and footer. */
export function layoutFor(size: TerminalSize, request: LayoutRequest): Layout {
  const { columns, rows } = size;
  const { causes = { all: 0, least: 0 } } = request;
  if (columns < 40 || rows < 10) return { kind: 'too_small' };
  const headings = rows >= 15;
  const small = columns < leastRoomyColumns || rows < leastRoomyRows;
  const wanted = Math.max(1, request.rows);
  // High tables have as wide a reason over their logs as beside them, and not a wider one: a wider terminal must not have less of it.
  const isHigh = wanted > (rows - frameRows) / 2;
  const parts = { headings, small, mostReason: isHigh ? reasonBeside : Number.POSITIVE_INFINITY };
  const tableWidth = Math.min(columns - besideGap - leastLogWidth, Math.floor(columns * 0.6));
  const logWidth = columns - tableWidth - besideGap;
  const isRoomy = request.panes === 1 || logWidth >= request.panes * (leastPaneWidth + besideGap);
  if (isHigh && isRoomy && tableWidth > 0 && request.reasonWidth(tableWidth) >= reasonBeside) {
    const gaps = rows >= 20;
    const body = rows - frameRows - count(gaps);
    const tableRows = withCauses(wanted, causes, body - count(headings));
    return {
      kind: 'beside',
      ...parts,
      mostReason: Number.POSITIVE_INFINITY,
      tableWidth,
      tableRows,
      logWidth,
      logRows: body - 1,
      gaps,
    };
  }
  // Free rows go before the table lacks any.
  const [best] = (rows >= 20 ? [true, false] : [false])
    .map((gaps) => ({ gaps, ...stackedRows(rows - frameRows - 1 - count(headings) - 2 * count(gaps), wanted, causes) }))
    .toSorted((one, other) => other.tableRows - one.tableRows);
  return { kind: 'stacked', ...parts, tableWidth: columns, logWidth: columns, ...best! };
}

/** The table takes what it needs, and the log has the rest, at least a third; where few rows are missing, the table gets them. */
function stackedRows(free: number, wanted: number, causes: CauseRows): { readonly tableRows: number; readonly logRows: number } {
  const share = free - Math.ceil(free / 3);
  const most = Math.min(share + fewMissing, free - leastLogRows);
  const tableRows = wanted <= Math.max(share, most) ? Math.max(wanted, withCauses(wanted, causes, most)) : share;
  return { tableRows, logRows: free - tableRows };
}

/** The rows for a table and its causes, at most `most`: all of those, or only the least. */
function withCauses(wanted: number, { all, least }: CauseRows, most: number): number {
  return wanted + all <= most ? wanted + all : Math.min(wanted + least, most);
}

function count(present: boolean): number {
  return present ? 1 : 0;
}
