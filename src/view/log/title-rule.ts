import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, lineWidth, type Span } from '../text/span.js';
import { cutMiddle } from '../text/terminal.js';
import type { Tone } from '../text/theme.js';

/** A piece of a title; those of the highest priority stay longest where there is less room. */
export interface TitlePiece {
  readonly span: Span;
  readonly priority: number;
}

/** What is in the rule over a pane. */
export interface TitleParts {
  readonly name: string;
  readonly focused: boolean;
  readonly left: readonly TitlePiece[];
  readonly right: readonly TitlePiece[];
}

/** A piece with a text, none where that is empty. */
export function titlePiece(text: string, tone: Tone, priority: number): readonly TitlePiece[] {
  return text === '' ? [] : [{ span: { text, tone }, priority }];
}

/** The fewest cells of a name that is cut. */
const leastName = 6;

/**
 * The rule over a pane with its title in it, in exactly `width` cells: double and in the accent colour with the name inverted where
 * the pane has the focus, " ▶ flaky ═══ 102 lines ══ following ══", else thin, " ─ flaky ─── 102 lines ── following ──".
 */
export function titleRule({ name, focused, left, right }: TitleParts, width: number): Line {
  const rule = (cells: number): Span => ({
    text: (focused ? '═' : '─').repeat(Math.max(0, cells)),
    tone: focused ? 'key' : 'dim',
  });
  const words = (pieces: readonly TitlePiece[]): Line =>
    pieces.flatMap(({ span }) => [{ text: ' ' }, span, { text: ' ' }, rule(2)]);
  const startOf = (words: string): Line =>
    focused
      ? [{ text: ' ' }, { text: `▶ ${words} `, tone: 'title', bold: true }]
      : [{ text: ' ' }, rule(1), { text: ` ${words} ` }];
  const start = startOf(name);
  // Before each side some of the rule is seen, and one cell stays free at the right end.
  const widthOf = (pieces: readonly TitlePiece[]): number => lineWidth(words(pieces)) + 3;
  const kept = fitting([...left, ...right], (pieces) => widthOf(pieces) + Math.min(lineWidth(start), width / 2) <= width);
  const startWidth = Math.max(leastName, Math.min(lineWidth(start), width - widthOf(kept)));
  const [before, after] = [left, right].map((side) => words(side.filter((piece) => kept.includes(piece)))) as [Line, Line];
  const cut = lineWidth(start) - startWidth;
  const fitted = cut > 0 ? fitLine(startOf(cutMiddle(name, Math.max(1, cellWidth(name) - cut))), startWidth) : start;
  const filled = startWidth + 1 + lineWidth(before) + lineWidth(after) + 1;
  return fitLine([...fitted, rule(1), ...before, rule(width - filled), ...after, { text: ' ' }], width);
}

/** As many of the pieces as there is room for, at least one, in their order; those of lowest priority go first. */
function fitting(pieces: readonly TitlePiece[], fits: (pieces: readonly TitlePiece[]) => boolean): readonly TitlePiece[] {
  let kept = pieces;
  while (kept.length > 1 && !fits(kept)) {
    const lowest = Math.min(...kept.map(({ priority }) => priority));
    const others = kept.filter(({ priority }) => priority !== lowest);
    if (others.length === 0) break;
    kept = others;
  }
  return kept;
}
