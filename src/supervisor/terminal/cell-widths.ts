import type { IUnicodeVersionProvider } from '@xterm/headless';
import stringWidth from 'string-width';

const firstUncertain = 0x300;
const known = new Map<number, 0 | 1 | 2>();

/** How many cells a character takes by itself. */
function characterWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < firstUncertain) return 1;
  let width = known.get(codePoint);
  if (width === undefined) {
    width = Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;
    known.set(codePoint, width);
  }
  return width;
}

/** Gives the emulator the widths that the rest of the screen uses: its own table is that of Unicode 6, without emoji. */
export const cellWidths: IUnicodeVersionProvider = {
  version: 'watchdog',
  wcwidth: characterWidth,
  charProperties: (codePoint, preceding) => {
    const width = characterWidth(codePoint);
    // The emulator packs what it knows of a character: bit 0 joins it to the one before, bits 1 and 2 are the width.
    const before = (preceding >> 1) & 3;
    const joins = width === 0 && preceding !== 0 && before !== 0;
    return ((joins ? before : width) << 1) | (joins ? 1 : 0);
  },
};
