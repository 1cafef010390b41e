import { cellWidth } from '../text/cell-slice.js';
import { isNarrow } from '../text/narrow.js';
import { coloursOf, cutAt } from '../text/sgr-state.js';
import { stripSgr } from '../text/terminal.js';

const clusters = new Intl.Segmenter();

/**
 * Sanitized text in rows of at most `width` cells, each with the colours of its place, closed at the end; at least one row.
 * No wide character is halved: one for which a row has no room begins the next.
 */
export function wrapRows(text: string, width: number): readonly string[] {
  if (width <= 0) return [''];
  const plain = stripSgr(text);
  const cells = cellWidth(plain);
  if (cells <= width)
    return [text + (plain.length === text.length ? '' : coloursOf(text.match(/\x1b\[[0-9;:]*m/g)!.join('')).close)];
  const cuts = isNarrow(plain) ? everyColumn(plain.length, width) : clusterCuts(plain, width);
  if (plain.length === text.length) return [0, ...cuts].map((cut, index) => text.slice(cut, cuts[index]));
  return cutAt(text, cuts).map((piece) => piece.text);
}

function everyColumn(length: number, width: number): readonly number[] {
  return Array.from({ length: Math.ceil(length / width) - 1 }, (_, row) => (row + 1) * width);
}

function clusterCuts(plain: string, width: number): readonly number[] {
  const cuts: number[] = [];
  let column = 0;
  for (const { segment, index } of clusters.segment(plain)) {
    const cells = cellWidth(segment);
    if (column + cells > width && column > 0) {
      cuts.push(index);
      column = 0;
    }
    column += cells;
  }
  return cuts;
}
