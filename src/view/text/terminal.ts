import { unprintable } from '../../policy/words/plain-text.js';
import { cellWidth, sliceCells } from './cell-slice.js';
import { isUnambiguousSgr, sgrSequence, stripSgr, withoutColons } from './sgr.js';

const sgr = '\\x1b\\[[0-9;:]*m';
const mark = '[\\p{M}\\p{Emoji_Modifier}\\u200c\\u200d]';
const someMark = new RegExp(mark, 'u');
const strayRun = new RegExp(`(?:${sgr}|^${mark})(?:${sgr}|${mark})*`, 'gu');

/**
 * Puts the marks of printable text with colours directly behind their base, where terminals expect them: those behind a
 * colour go before it, and those at the start, which would settle on another's cell, go away.
 */
function attachMarks(text: string): string {
  if (!someMark.test(text)) return text;
  return text.replace(strayRun, (run: string, offset: number) => {
    const colours = run.match(sgrSequence)?.join('') ?? '';
    return offset === 0 ? colours : stripSgr(run) + colours;
  });
}

export { stripSgr };

const ELLIPSIS = '…';
const TAB_STOP = 8;

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * One line of anything, made safe for the terminal: printable characters and SGR sequences (colours) remain,
 * tabs become spaces up to the next 8-column stop, and everything else that acts on a terminal is taken out.
 */
export function sanitize(text: string): string {
  if (printableAscii.test(text)) return text;
  return expandTabs(attachMarks(text.replace(/\p{Surrogate}/gu, '\ufffd').replace(unprintable, replacement)));
}

/**
 * Sanitized text in exactly `width` cells as `cellWidth` counts them: cut with an ellipsis where it is longer, else padded with spaces on the side
 * that `align` leaves free. Colours are closed at the end; no wide character is halved.
 */
export function fitCells(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const ascii = printableAscii.test(text);
  if (ascii && text.length > width) return text.slice(0, width - 1) + ELLIPSIS;
  if (ascii) return align === 'left' ? text.padEnd(width) : text.padStart(width);

  let fitted = sliceCells(text, 0, width);
  // The length shows a cut without measuring the rest, which may be a thousand times as long.
  if (stripSgr(fitted).length < stripSgr(text).length) fitted = sliceCells(text, 0, width - 1) + ELLIPSIS;
  const padding = spaces(width - cellWidth(fitted));
  return align === 'left' ? fitted + padding : padding + fitted;
}

/** Text without colours in exactly `width` cells: cut in its middle where it is longer, else padded. */
export function fitMiddle(text: string, width: number): string {
  const cells = cellWidth(text);
  if (cells <= width || width < 3) return fitCells(text, width);
  const head = Math.floor(width / 2);
  const start = sliceCells(text, 0, head);
  const end = sliceCells(text, cells - (width - head - 1), cells);
  return fitCells(`${start}${ELLIPSIS}${end}`, width);
}

/** The fewest cells of a name that is cut and still known by both of its ends. */
export const leastName = 8;

/** The same in at most `width` cells, without padding. */
export function cutMiddle(text: string, width: number): string {
  return cellWidth(text) <= width ? text : fitMiddle(text, width);
}

/**
 * The `width` cells of sanitized text from column `from` on, padded with spaces to exactly `width`. Colours are as at that
 * place and closed at the end; a wide character that an edge would halve becomes a space.
 */
export function windowCells(text: string, from: number, width: number): string {
  if (width <= 0) return '';
  if (printableAscii.test(text)) return text.slice(from, from + width).padEnd(width);

  const part = sliceCells(text, from, from + width);
  const partWidth = cellWidth(part);
  if (partWidth === 0) return spaces(width);
  const end = from === 0 ? partWidth : cellWidth(sliceCells(text, 0, from + width));
  const before = end - partWidth - from;
  return spaces(before) + part + spaces(width - before - partWidth);
}

/** The cells of a text from a column on, as `windowCells` gives them, with an ellipsis in the last where the text goes on. */
export function cutWindow(text: string, from: number, width: number): string {
  const cells = printableAscii.test(text) ? text.length : cellWidth(text);
  return cells <= from + width || width <= 0 ? windowCells(text, from, width) : windowCells(text, from, width - 1) + ELLIPSIS;
}

function replacement(sequence: string): string {
  if (sequence === '\u2028' || sequence === '\u2029') return ' ';
  const parameters = /^(?:\x1b\[|\x9b)([0-9;:]*)m$/.exec(sequence)?.[1];
  return parameters !== undefined && isUnambiguousSgr(parameters) ? `\x1b[${withoutColons(parameters)}m` : '';
}

function expandTabs(text: string): string {
  const [first = '', ...others] = text.split('\t');
  if (others.length === 0) return first;
  let expanded = first;
  let column = cellWidth(first);
  for (const piece of others) {
    const gap = TAB_STOP - (column % TAB_STOP);
    expanded += spaces(gap) + piece;
    column += gap + cellWidth(piece);
  }
  return expanded;
}

function spaces(count: number): string {
  return ' '.repeat(Math.max(0, count));
}
