import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import { sgrSequence, stripSgr } from './sgr.js';

// What is no Latin, Greek or Cyrillic letter, punctuation, arrow, box or block: anything that may be wide or may join its
// neighbour. Without it every character is one cell, and cutting is counting: a hundred times as fast as the general way.
const notNarrow =
  /[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25f7\u2713-\u2718]/;

/** How many cells sanitized text takes on the screen. */
export function cellWidth(text: string): number {
  const plain = stripSgr(text);
  return notNarrow.test(plain) ? stringWidth(plain) : plain.length;
}

/**
 * Sanitized text from column `from` up to column `to`, with the colours of that place, closed at the end. A wide character
 * on either edge is left out.
 */
export function sliceCells(text: string, from: number, to: number): string {
  const plain = stripSgr(text);
  if (notNarrow.test(plain)) return sliceAnsi(text, from, to);
  if (plain.length === text.length) return text.slice(from, to);

  const start = indexAt(text, from);
  const end = indexAt(text, to);
  return coloursAt(text, start).open + text.slice(start, end) + coloursAt(text, end).close;
}

/** The index in narrow text of the character at `column`, before the sequences that stand there. */
function indexAt(text: string, column: number): number {
  let hidden = 0;
  for (const match of text.matchAll(sgrSequence)) {
    if (match.index - hidden >= column) break;
    hidden += match[0].length;
  }
  return column + hidden;
}

/** What opens the colours that are on at `index`, and what closes them. */
function coloursAt(text: string, index: number): { readonly open: string; readonly close: string } {
  const sequences = text.slice(0, index).match(sgrSequence);
  if (sequences === null) return { open: '', close: '' };
  const [open = '', close = ''] = sliceAnsi(`${sequences.join('')}x`, 0, 1).split('x');
  return { open, close };
}
