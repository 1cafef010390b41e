import { type Line, lineWidth } from './span.js';
import { wrapText } from './wrap.js';

/** Cells by which the rows after the first one stand further in. */
const hang = 4;

/** A line in as many rows of at most `width` cells as it needs, broken at spaces where that can be; the later ones stand further in. */
export function wrapLine(line: Line, width: number): readonly Line[] {
  if (lineWidth(line) <= width) return [line];
  const text = line.map((span) => span.text).join('');
  const before = text.length - text.trimStart().length;
  const indent = before + hang;
  const [first] = wrapText(text.slice(before), width - before) as [string];
  const rest = text.slice(before + first.length).trimStart();
  if (rest === '' || width - indent < 10) return [line];
  let at = before + first.length;
  const later = wrapText(rest, width - indent).map((row): Line => {
    const from = text.indexOf(row, at);
    at = from + row.length;
    return [{ text: ' '.repeat(indent) }, ...pieceOf(line, from, at)];
  });
  return [pieceOf(line, 0, before + first.length), ...later];
}

/** The characters `from` up to, without, `to`, each with the look of its span. */
function pieceOf(line: Line, from: number, to: number): Line {
  let start = 0;
  return line.flatMap((span) => {
    const text = span.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += span.text.length;
    return text === '' ? [] : [{ ...span, text }];
  });
}
