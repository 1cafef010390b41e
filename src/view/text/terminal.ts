import { cellWidth, sliceCells } from './cell-slice.js';
import { attachMarks } from './combining-marks.js';
import { isUnambiguousSgr, stripSgr } from './sgr.js';

export { stripSgr };

const ELLIPSIS = '…';
const TAB_STOP = 8;

const printableAscii = /^[\x20-\x7e]*$/;

// Whatever follows an introducer is optional, so no alternative that began can fail: the time is linear on any input.
const unprintable = new RegExp(
  [
    // CSI: parameters and intermediates, then the final byte.
    '(?:\\x1b\\[|\\x9b)[ -?]*[@-~]?',
    // OSC, DCS, APC, PM and SOS strings, up to BEL or ST; CAN, SUB, another ESC and the end of the line break them off.
    '(?:\\x1b[\\]P_^X]|[\\x9d\\x90\\x9f\\x9e\\x98])[^\\x07\\x18\\x1a\\x1b\\x9c\\r\\n]*(?:\\x07|\\x9c|\\x1b\\\\)?',
    // Every other escape sequence.
    '\\x1b[ -/]*[0-~]?',
    // C0 but tab, DEL, C1.
    '[\\0-\\x08\\x0a-\\x1f\\x7f-\\x9f]',
    // Bidi controls and isolates.
    '[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]',
    // Invisible characters to which terminals give different widths.
    '[\\xad\\u0600-\\u0605\\u06dd\\u070f\\u08e2\\u115f\\u200b\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb]',
    // Line and paragraph separators.
    '[\\u2028\\u2029]',
  ].join('|'),
  'g',
);

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
  // The length tells a cut without measuring the rest, which may be a thousand times as long.
  if (stripSgr(fitted).length < stripSgr(text).length) fitted = sliceCells(text, 0, width - 1) + ELLIPSIS;
  const padding = spaces(width - cellWidth(fitted));
  return align === 'left' ? fitted + padding : padding + fitted;
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

function replacement(sequence: string): string {
  if (sequence === '\u2028' || sequence === '\u2029') return ' ';
  const parameters = /^(?:\x1b\[|\x9b)([0-9;:]*)m$/.exec(sequence)?.[1];
  return parameters !== undefined && isUnambiguousSgr(parameters) ? `\x1b[${parameters}m` : '';
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
