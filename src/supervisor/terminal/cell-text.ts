import type { IBufferCell, IBufferLine } from '@xterm/headless';
import stringWidth from 'string-width';

const ascii = /^[ -~]$/;
const unprintable = /^[\p{C}\p{Z}\p{M}]/u;
const joiner = /^(?:\p{Emoji_Modifier}|\u200d|\u20e3|\ufe0f)/u;
const halfFlag = /^\p{Regional_Indicator}/u;
const mark = /^[\p{Mn}\p{Me}]$/u;
const reset = '\x1b[0m';

/**
 * A line of the emulator as text of exactly `columns` cells, with nothing in it but printable characters and SGR sequences.
 * Whatever would join its neighbour in some terminals and not in others stands alone.
 * @param inverted a column whose cell is shown inverted
 */
export function screenLineText(line: IBufferLine | undefined, columns: number, inverted?: number): string {
  let text = '';
  let style = '';
  let cell: IBufferCell | undefined;
  for (let x = 0; x < columns; ) {
    cell = line?.getCell(x, cell);
    const width = Math.max(1, cell?.getWidth() ?? 1);
    const isInverted = inverted !== undefined && inverted >= x && inverted < x + width;
    const next = styleOf(cell, isInverted);
    if (next !== style) text += style === '' ? next : reset + next;
    style = next;
    const fits = x + width <= columns;
    text +=
      cell === undefined || cell.isInvisible() || !fits
        ? ' '.repeat(fits ? width : columns - x)
        : cellText(cell.getChars(), width);
    x += width;
  }
  return style === '' ? text : text + reset;
}

/** The characters of one cell, or of two for a wide one, so that every terminal shows them in just these. */
export function cellText(characters: string, width: number): string {
  if (characters === '') return ' '.repeat(width);
  if (width === 1 && ascii.test(characters)) return characters;
  const [base = ' ', ...others] = characters;
  if (halfFlag.test(base)) return String.fromCodePoint(base.codePointAt(0)! - 0x1f1e6 + 0x41).padEnd(width);
  if (unprintable.test(base) || joiner.test(base) || stringWidth(base) !== width) return ' '.repeat(width);
  const marks = others.filter((each) => mark.test(each) && !joiner.test(each)).join('');
  return base + marks;
}

function styleOf(cell: IBufferCell | undefined, inverted: boolean): string {
  if (cell === undefined || (cell.isAttributeDefault() && !inverted)) return inverted ? '\x1b[7m' : '';
  let style = '';
  if (cell.isBold()) style += '\x1b[1m';
  if (cell.isDim()) style += '\x1b[2m';
  if (cell.isItalic()) style += '\x1b[3m';
  if (cell.isUnderline()) style += '\x1b[4m';
  if ((cell.isInverse() !== 0) !== inverted) style += '\x1b[7m';
  if (cell.isStrikethrough()) style += '\x1b[9m';
  if (!cell.isFgDefault()) style += colour(cell.getFgColor(), cell.isFgRGB(), 30);
  if (!cell.isBgDefault()) style += colour(cell.getBgColor(), cell.isBgRGB(), 40);
  return style;
}

/** @param first what stands for the first colour of the palette: 30 before, 40 behind the text */
function colour(value: number, isRgb: boolean, first: 30 | 40): string {
  if (isRgb) return `\x1b[${first + 8};2;${(value >> 16) & 255};${(value >> 8) & 255};${value & 255}m`;
  if (value < 8) return `\x1b[${first + value}m`;
  return value < 16 ? `\x1b[${first + 60 + value - 8}m` : `\x1b[${first + 8};5;${value}m`;
}
