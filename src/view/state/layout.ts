/** How the terminal is divided, in rows and columns. */
export type Layout =
  | { readonly kind: 'too_small' }
  | {
      /** `beside` where the log stands to the right of the table. */
      readonly kind: 'stacked' | 'beside';
      readonly tableWidth: number;
      /** Rows for processes, the line of titles not counted. */
      readonly tableRows: number;
      readonly headings: boolean;
      /** True where only the rows in trouble and the selected one are shown. */
      readonly onlyTrouble: boolean;
      readonly logWidth: number;
      /** Rows for lines, the title and the rule not counted. */
      readonly logRows: number;
      readonly rule: boolean;
      /** A free row under the header and, where stacked, over the log. */
      readonly gaps: boolean;
    };

/** The size of a terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The cells between a table and the log beside it. */
export const besideGap = 3;

// The header, the notice over the footer, and the footer.
const frameRows = 3;

/**
 * Divides a terminal.
 * @param wantedRows the rows that the table could fill; with `onlyTrouble` true, those of the processes in trouble
 */
export function layoutFor({ columns, rows }: TerminalSize, wantedRows: (onlyTrouble: boolean) => number): Layout {
  if (columns < 40 || rows < 10) return { kind: 'too_small' };
  const onlyTrouble = columns < 60 || rows < 15;
  const roomy = rows >= 15;
  const gaps = rows >= 20;
  const parts = { headings: roomy, rule: roomy, gaps, onlyTrouble };
  const wanted = Math.max(1, wantedRows(onlyTrouble));
  if (columns > 160) {
    const body = rows - frameRows - count(gaps);
    const tableWidth = Math.min(Math.floor(columns * 0.55), 140);
    return {
      kind: 'beside',
      ...parts,
      tableWidth,
      tableRows: Math.min(wanted, body - count(roomy)),
      logWidth: columns - tableWidth - besideGap,
      logRows: body - 1 - count(roomy),
    };
  }
  const free = rows - frameRows - 1 - count(roomy) * 2 - count(gaps) * 2;
  const tableRows = Math.min(wanted, Math.floor(free / 2));
  return { kind: 'stacked', ...parts, tableWidth: columns, tableRows, logWidth: columns, logRows: free - tableRows };
}

function count(present: boolean): number {
  return present ? 1 : 0;
}
