import { createRequire } from 'node:module';

/** The widest excerpt of a line, and how much of it precedes the caret when the line is cut; in terminal columns. */
const maxWidth = 100;
const maxBefore = 40;

/**
 * A line of a file with carets under a part of it. Tabs become two spaces, what a terminal would obey becomes visible, and
 * a long line is cut on both sides of the part.
 * @param column of the part, from 1
 * @param length of the part in code units
 */
export function caretFrame(lineNumber: number, lineText: string, column: number, length: number): string {
  const before = printable(lineText.slice(0, column - 1));
  const part = printable(lineText.slice(column - 1, column - 1 + length));
  const after = printable(lineText.slice(column - 1 + length));
  const fits = width(before) + width(part) + width(after) <= maxWidth;
  const left = fits || width(before) <= maxBefore ? before : `…${cutLeft(before, maxBefore)}`;
  const room = maxWidth - width(left);
  const shownPart = fits ? part : cutRight(part, room);
  const right = fits ? after : cutRight(after, room - width(shownPart));
  const ending = shownPart + right === part + after ? '' : '…';
  const gutter = String(lineNumber);
  const carets = '^'.repeat(Math.max(1, width(shownPart)));
  return `  ${gutter} | ${left}${shownPart}${right}${ending}\n  ${' '.repeat(gutter.length)} | ${' '.repeat(width(left))}${carets}`;
}

function printable(text: string): string {
  return text.replace(/\t/g, '  ').replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}

function cutRight(text: string, columns: number): string {
  // No character is narrower than one column for long; the factor leaves room for combining marks.
  const characters = graphemes(text.slice(0, columns * 4));
  let kept = '';
  for (const character of characters) {
    if (width(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

function cutLeft(text: string, columns: number): string {
  let kept = '';
  for (const character of graphemes(text.slice(-columns * 4)).reverse()) {
    if (width(character + kept) > columns) break;
    kept = character + kept;
  }
  return kept;
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), (part) => part.segment);
}

function width(text: string): number {
  // Loaded only when there is something to complain about: it costs 25 ms, and the children wait for the configuration.
  const { default: stringWidth } = createRequire(import.meta.url)('string-width') as typeof import('string-width');
  return stringWidth(text);
}
