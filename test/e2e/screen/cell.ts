import type { IBufferCell, Terminal } from '@xterm/headless';

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
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strikethrough: boolean;
}

/** An empty cell in the terminal's own colours. */
export const blankCell: Cell = {
  text: ' ',
  fg: null,
  bg: null,
  inverse: false,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strikethrough: false,
};

/** What xterm knows of a cell, in our words. */
export function cellOf(cell: IBufferCell): Cell {
  return {
    text: cell.getChars() === '' && cell.getWidth() === 1 ? ' ' : cell.getChars(),
    fg: cell.isFgDefault() ? null : colorOf(cell.getFgColor(), cell.isFgRGB()),
    bg: cell.isBgDefault() ? null : colorOf(cell.getBgColor(), cell.isBgRGB()),
    inverse: cell.isInverse() !== 0,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    strikethrough: cell.isStrikethrough() !== 0,
  };
}

/** All cells that an emulator shows, by rows. */
export function cellsOf({ buffer: { active }, rows, cols }: Pick<Terminal, 'buffer' | 'rows' | 'cols'>): Cell[][] {
  return Array.from({ length: rows }, (_row, y) => {
    const line = active.getLine(active.viewportY + y);
    return Array.from({ length: cols }, (_column, x) => {
      const cell = line?.getCell(x);
      return cell === undefined ? blankCell : cellOf(cell);
    });
  });
}

function colorOf(value: number, isRgb: boolean): Color {
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}
