import stringWidth from 'string-width';

const reset = '\x1b[0m';
const inverse = '\x1b[7m';
/** The colours that begin, or one cell: a character with the marks on it. */
const piece = /(?<style>(?:\x1b\[[\d;]*m)+)|(?<cell>.[\p{Mn}\p{Me}]*)/gu;
/** Where the screen's rows say "inverse": behind bold, dim, italic and underlined. */
const beforeInverse = /^(?:\x1b\[[1-4]m)*/;

/**
 * A row of a screen, as `ScreenReader` gives it, with one cell inverted: what the reader itself would have given. A wide
 * character is inverted whole.
 * @param column of the cell, from 0; beyond the row nothing is inverted
 */
export function invertCell(row: string, column: number): string {
  let [text, written, style, x] = ['', '', '', 0];
  for (const { groups } of row.matchAll(piece)) {
    if (groups?.style !== undefined) {
      style = groups.style.split(reset).at(-1)!;
      continue;
    }
    const cell = groups?.cell ?? '';
    const width = stringWidth(cell);
    const wanted = column >= x && column < x + width ? inverted(style) : style;
    if (wanted !== written) text += written === '' ? wanted : reset + wanted;
    written = wanted;
    text += cell;
    x += width;
  }
  return written === '' ? text : text + reset;
}

function inverted(style: string): string {
  if (style.includes(inverse)) return style.replace(inverse, '');
  const { length } = beforeInverse.exec(style)![0];
  return style.slice(0, length) + inverse + style.slice(length);
}
