import { type Line, plainText, type Span } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { wrapText } from '../text/wrap.js';

/** A line of the details with what it is. */
export interface DetailsRow {
  readonly key: string;
  readonly line: Line;
}

/** The cells before the rows of a section. */
const indent = '   ';

/** A part of the details under a title; nothing where it has no rows. `hint` is dimmed beside the title. */
export function section(title: string, rows: readonly DetailsRow[], hint = ''): readonly DetailsRow[] {
  if (rows.length === 0) return [];
  const heading: Line = [
    { text: ` ${title}`, bold: true },
    { text: hint === '' ? '' : `   ${hint}`, tone: 'dim' },
  ];
  return [
    { key: `${title} gap`, line: [] },
    { key: title, line: heading },
    ...rows.map(({ key, line }) => ({ key: `${title} ${key}`, line: [{ text: indent }, ...line] })),
  ];
}

/** A text from elsewhere in as many rows as it needs on a page of `width` cells, each after `before`. */
export function wrappedRows(key: string, text: string, width: number, before: Span, tone: Tone = 'plain'): readonly DetailsRow[] {
  const room = width - indent.length - before.text.length - 1;
  return wrapText(plainText(text), Math.max(10, room)).map((piece, index) => ({
    key: `${key} ${index}`,
    line: [before, { text: piece, tone }],
  }));
}

/** A row with a word in a column of its own before the rest. */
export function labelled(label: string, ...spans: readonly Span[]): Line {
  return [{ text: label.padEnd(11), tone: 'dim' }, { text: '  ' }, ...spans];
}

/** Spans with a gap between them; empty ones are left out. */
export function spaced(...spans: readonly Span[]): Line {
  return spans.filter(({ text }) => text !== '').flatMap((span, index) => (index === 0 ? [span] : [{ text: '   ' }, span]));
}
