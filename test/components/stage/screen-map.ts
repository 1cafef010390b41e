import type { Cell, Color } from '../../e2e/screen/cell.js';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const looks = ['bold', 'dim', 'italic', 'underline', 'strikethrough', 'inverse'] as const;

/**
 * A screen as text that can be read and compared: each row with its number, and under it, where not all of it is plain, which
 * columns look how: "2-5 bold, 12-20 red on 237". Columns and rows count from 1; blanks of which nothing is seen are left out.
 */
export function screenMap(cells: readonly (readonly Cell[])[]): string {
  const digits = String(cells.length).length;
  const rows = cells.flatMap((row, y) => {
    const text = row
      .map((cell) => cell.text)
      .join('')
      .trimEnd();
    const styles = stylesOf(row);
    const line = `${String(y + 1).padStart(digits)} |${text}`;
    return styles === '' ? [line] : [line, `${' '.repeat(digits)} : ${styles}`];
  });
  return `${rows.join('\n')}\n`;
}

interface Run {
  readonly style: string;
  readonly from: number;
  to: number;
}

function stylesOf(row: readonly Cell[]): string {
  const runs: Run[] = [];
  let free: Run | undefined; // blanks that belong to the run before them if it goes on behind them
  for (const [x, cell] of row.entries()) {
    const style = styleOf(cell);
    const seen = cell.text === ' ' ? seenOf(cell) : style;
    const last = runs.at(-1);
    const joins = last !== undefined && [style, seen].includes(last.style) && (free ?? last).to === x;
    if (joins && seen === '') free = { style, from: x, to: x + 1 };
    else if (joins) last.to = x + 1;
    else if (seen !== '') runs.push({ style: seen, from: x + 1, to: x + 1 });
    if (!joins || seen !== '') free = undefined;
  }
  return runs.map(({ style, from, to }) => `${from === to ? from : `${from}-${to}`} ${style}`).join(', ');
}

function styleOf(cell: Cell): string {
  const words = looks.filter((look) => cell[look]);
  return [...words, ...named(cell.fg), ...named(cell.bg).map((name) => `on ${name}`)].join(' ');
}

/** The style of a blank without what is not seen of it. */
function seenOf(blank: Cell): string {
  const isLined = blank.inverse || blank.underline || blank.strikethrough;
  return styleOf({ ...blank, bold: false, dim: false, italic: false, fg: isLined ? blank.fg : null });
}

function named(colour: Color): readonly string[] {
  if (colour === null) return [];
  if (typeof colour === 'string' || colour > 15) return [String(colour)];
  return [colour < 8 ? names[colour]! : `bright ${names[colour - 8]}`];
}
