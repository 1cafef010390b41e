import type { IBufferCell } from '@xterm/headless';

/** A colour: a number of the palette, "#rrggbb", or null for the terminal's own. */
export type Color = number | string | null;

/** One cell of the screen. The second half of a wide character has an empty text. */
export interface Cell {
  readonly text: string;
  readonly fg: Color;
  readonly bg: Color;
  readonly inverse: boolean;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** What xterm knows of a cell, in our words. */
export function cellOf(cell: IBufferCell): Cell {
  return {
    text: cell.getChars() === '' && cell.getWidth() === 1 ? ' ' : cell.getChars(),
    fg: cell.isFgDefault() ? null : colorOf(cell.getFgColor(), cell.isFgRGB()),
    bg: cell.isBgDefault() ? null : colorOf(cell.getBgColor(), cell.isBgRGB()),
    inverse: cell.isInverse() !== 0,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
  };
}

function colorOf(value: number, isRgb: boolean): Color {
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}
