import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import { clusterRange, hasDisputed, mostCells } from './ambiguous-width.js';
import { isNarrow } from './narrow.js';
import { sgrSequence, stripSgr } from './sgr.js';

/** How many cells sanitized text takes on the screen; where terminals differ, the most that one takes. */
export function cellWidth(text: string): number {
  const plain = stripSgr(text);
  if (isNarrow(plain)) return plain.length;
  return hasDisputed(plain) ? mostCells(plain) : stringWidth(plain);
}

/**
 * Sanitized text from column `from` up to column `to`, with the colours of that place, closed at the end. A wide character
 * on either edge is left out.
 */
export function sliceCells(text: string, from: number, to: number): string {
  const plain = stripSgr(text);
  const isCounted = isNarrow(plain);
  if (!isCounted && !hasDisputed(plain)) return sliceAnsi(text, from, to);
  const range = isCounted ? { start: from, end: to } : clusterRange(plain, from, to);
  if (plain.length === text.length) return text.slice(range.start, range.end);

  const start = indexAt(text, range.start);
  const end = indexAt(text, range.end);
  return end <= start ? '' : coloursAt(text, start).open + text.slice(start, end) + coloursAt(text, end).close;
}

/** The index of the character that is the `plainIndex`th without the colours, before the sequences that are there. */
function indexAt(text: string, plainIndex: number): number {
  let hidden = 0;
  for (const match of text.matchAll(sgrSequence)) {
    if (match.index - hidden >= plainIndex) break;
    hidden += match[0].length;
  }
  return plainIndex + hidden;
}

/** What opens the colours that are on at `index`, and what closes them. */
function coloursAt(text: string, index: number): { readonly open: string; readonly close: string } {
  const sequences = text.slice(0, index).match(sgrSequence);
  if (sequences === null) return { open: '', close: '' };
  const [open = '', close = ''] = sliceAnsi(`${sequences.join('')}x`, 0, 1).split('x');
  return { open, close };
}
