import { undisputed } from './ambiguous-width.js';
import { cellWidth } from './cell-slice.js';
import { fitCells, sanitize, stripSgr } from './terminal.js';
import type { Tone } from './theme.js';

/** A piece of a line in one style. The text is sanitized. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
  /** The URL to which the text leads, where the terminal can follow it. */
  readonly link?: string;
}

/** One line of the screen. */
export type Line = readonly Span[];

/**
 * Text from elsewhere as one line without colours or anything else that acts on a terminal, and as wide in every terminal,
 * so that what is to the right of it stays in its column.
 */
export function plainText(text: string): string {
  return undisputed(stripSgr(sanitize(text)));
}

/** The line with neighbours in one style as one span. */
export function mergedSpans(line: Line): Line {
  const merged: Span[] = [];
  for (const span of line) {
    const last = merged.at(-1);
    if (last === undefined || last.tone !== span.tone || (last.bold ?? false) !== (span.bold ?? false) || last.link !== span.link)
      merged.push(span);
    else merged[merged.length - 1] = { ...last, text: last.text + span.text };
  }
  return merged;
}

/** The cells that a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((width, span) => width + cellWidth(span.text), 0);
}

/** The line in exactly `width` cells: cut with an ellipsis, or padded with spaces. */
export function fitLine(line: Line, width: number): Line {
  const padding = width - lineWidth(line);
  if (padding >= 0) return padding === 0 ? line : [...line, { text: ' '.repeat(padding) }];
  const fitted: Span[] = [];
  let left = width;
  for (const span of line) {
    const wide = cellWidth(span.text);
    // A span that ends on the edge needs the ellipsis too, since more follows it.
    if (wide >= left) return [...fitted, { ...span, text: fitCells(`${span.text}  `, left) }];
    fitted.push(span);
    left -= wide;
  }
  return fitted;
}

/** One part on the left and one on the right of exactly `width` cells. Where both do not fit the left one is cut first. */
export function spreadLine(left: Line, right: Line, width: number): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth >= width) return fitLine(right, width);
  return [...fitLine(left, width - rightWidth), ...right];
}
