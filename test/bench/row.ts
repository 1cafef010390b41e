/** One line of the table: the program's figure beside that of a bare Node program which does the same. */
export interface Row {
  readonly title: string;
  readonly unit: string;
  /** The median of all runs. */
  readonly watchdog: number;
  /** The same of the bare program; null where there is nothing to compare with. */
  readonly bare: number | null;
  /** Whether the larger figure is the better one. */
  readonly moreIsBetter?: boolean;
}

/** The middle one of these figures, or the mean of the two in the middle. NaN for none. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure below which this share of them lies, between neighbours in proportion. NaN for none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return below + (above - below) * (place - Math.floor(place));
}

/** The table as text, one line for a row. */
export function formatRows(rows: readonly Row[]): string {
  const lines = [['', 'watchdog', 'bare Node', 'ratio', ''], ...rows.map(cellsOf)];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map(([title, ...numbers]) => {
      const [watchdog, bare, ratio, unit] = numbers.map((text, i) => (i < 3 ? text.padStart(widths[i + 1]!) : text));
      return `${title!.padEnd(widths[0]!)}  ${watchdog}  ${bare}  ${ratio}  ${unit}`.trimEnd();
    })
    .join('\n');
}

function cellsOf({ title, unit, watchdog, bare }: Row): string[] {
  const ratio = bare === null || bare === 0 ? '–' : (watchdog / bare).toFixed(2);
  return [title, formatNumber(watchdog), bare === null ? '–' : formatNumber(bare), ratio, unit];
}

function formatNumber(figure: number): string {
  const digits = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).replaceAll(',', ' ');
}
