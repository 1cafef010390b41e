import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { plainText } from '../../../src/view/text/span.js';
import { wrapText } from '../../../src/view/text/wrap.js';

describe('Text in rows', () => {
  it.each([
    ['', 10, ['']],
    ['short', 10, ['short']],
    ['one two three four', 10, ['one two', 'three four']],
    ['a verylongwordthatdoesnotend', 10, ['a verylong', 'wordthatdo', 'esnotend']],
    ['exactly 10 cells', 10, ['exactly 10', 'cells']],
    ['漢字漢字漢字', 5, ['漢字', '漢字', '漢字']],
  ])('%j in %i cells', (text, width, rows) => {
    expect(wrapText(text, width)).toEqual(rows);
  });

  it('is all there, and no row is too wide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 10, max: 60 }), (wild, width) => {
        const text = plainText(wild);
        const rows = wrapText(text, width);
        expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
