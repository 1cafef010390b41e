import { cellWidth, sliceCells } from './cell-slice.js';

/** Plain text in rows of at most `width` cells, broken at spaces where that leaves a row more than half full. One row at least. */
export function wrapText(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  let rest = text;
  while (cellWidth(rest) > width) {
    const fits = sliceCells(rest, 0, width).trimEnd().length;
    const space = rest.lastIndexOf(' ', fits);
    const cut = space > fits / 2 ? space : fits;
    // Not even one character fits, or it cannot be cut there.
    if (cut === 0 || !rest.startsWith(sliceCells(rest, 0, width).trimEnd())) break;
    rows.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...rows, rest];
}
