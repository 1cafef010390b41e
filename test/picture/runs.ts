import type { Cell } from '../e2e/screen/cell.js';
import { between, colourOf, ground } from './colours.js';

/** How a piece of text looks, with all that a terminal works out by itself already worked out. */
export interface Look {
  readonly fg: string;
  readonly bg: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strikethrough: boolean;
}

/** Neighbouring cells of one style, from column `x` on. */
export interface Run {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
  readonly look: Look;
}

// How far a dim text fades into what is behind it.
const dimShare = 0.42;

/**
 * A row in pieces of one style. Wide characters and symbols stand apart from letters, so that a font in which they are not as
 * wide as its letters moves nothing else.
 */
export function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [x, cell] of row.entries()) {
    if (cell.text === '') continue; // the second half of a wide character
    const cells = row[x + 1]?.text === '' ? 2 : 1;
    const look = lookOf(cell);
    const last = runs.at(-1);
    if (last !== undefined && cells === 1 && joins(last.text, cell.text) && isAlike(look, last.look)) {
      runs[runs.length - 1] = { ...last, cells: last.cells + 1, text: last.text + cell.text };
    } else runs.push({ x, cells, text: cell.text, look });
  }
  return runs;
}

/** The look of a cell: inverse swaps the colours, dim fades the text into its ground. */
function lookOf({ fg, bg, inverse, dim, bold, italic, underline, strikethrough }: Cell): Look {
  const front = colourOf(fg, ground.fg);
  const back = colourOf(bg, ground.bg);
  const [text, behind] = inverse ? [back, front] : [front, back];
  return { fg: dim ? between(text, behind, dimShare) : text, bg: behind, bold, italic, underline, strikethrough };
}

/** Letters go together, and one symbol with itself, as in a rule. */
function joins(before: string, text: string): boolean {
  const plain = /^[\x20-\x7e]*$/;
  return plain.test(text) ? plain.test(before) : before.replaceAll(text, '') === '';
}

function isAlike(one: Look, other: Look): boolean {
  return (Object.keys(one) as (keyof Look)[]).every((key) => one[key] === other[key]);
}
