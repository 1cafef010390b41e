import { type Line, lineWidth } from './span.js';
import { wrapText } from './wrap.js';

/** Cells by which the rows after the first one stand further in. */
const hang = 4;

/** What is between two facts of a line. */
const gap = '   ';

/**
 * A line in as many rows of at most `width` cells as it needs, the later ones further in. It is broken between two facts where that
 * leaves a row half full, else at spaces.
 */
export function wrapLine(line: Line, width: number): readonly Line[] {
  if (lineWidth(line) <= width) return [line];
  const text = line.map((span) => span.text).join('');
  const before = text.length - text.trimStart().length;
  const indent = before + hang;
  if (width - indent < 10) return [line];
  const rows: Line[] = [];
  let from = before;
  while (from < text.length) {
    const room = width - (rows.length === 0 ? before : indent);
    const row = firstRow(text.slice(from), room);
    rows.push([{ text: ' '.repeat(rows.length === 0 ? before : indent) }, ...pieceOf(line, from, from + row.length)]);
    from += row.length;
    from += text.length - from - text.slice(from).trimStart().length;
  }
  return rows;
}

function firstRow(text: string, width: number): string {
  const [row] = wrapText(text, width) as [string];
  if (row.length === text.length) return row;
  const between = row.lastIndexOf(gap);
  return between > row.length / 2 ? row.slice(0, between) : row;
}

/** The characters `from` up to, without, `to`, each with the style of its span. */
function pieceOf(line: Line, from: number, to: number): Line {
  let start = 0;
  return line.flatMap((span) => {
    const text = span.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += span.text.length;
    return text === '' ? [] : [{ ...span, text }];
  });
}
