import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, lineWidth } from '../../../src/view/text/span.js';
import { wrapLine } from '../../../src/view/text/wrap-line.js';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

describe('A line that is wrapped', () => {
  it('stays as it is where there is room', () => {
    const line: Line = [{ text: '   circuit closed', tone: 'good' }];
    expect(wrapLine(line, 17)).toEqual([line]);
  });

  it('goes on further in, between two facts, in the colours of its spans', () => {
    const line: Line = [
      { text: '   2 restarts' },
      { text: '   circuit open', tone: 'trouble' },
      { text: '   3 of 5 failures in 1m00s' },
    ];
    expect(wrapLine(line, 34)).toEqual([
      [{ text: '   ' }, { text: '2 restarts' }, { text: '   circuit open', tone: 'trouble' }],
      [{ text: '       ' }, { text: '3 of 5 failures in 1m00s' }],
    ]);
  });

  it('is broken at a space where a fact alone is too long, and within a word that is', () => {
    const rows = (text: string): readonly string[] => wrapLine([{ text }], 20).map(textOf);
    expect(rows('  api: the disk is full')).toEqual(['  api: the disk is', '      full']);
    expect(rows(`  ${'x'.repeat(30)}`)).toEqual([`  ${'x'.repeat(18)}`, `      ${'x'.repeat(12)}`]);
  });

  it('loses nothing but spaces, whatever it is and however narrow', () => {
    const spans = fc.array(
      fc.record({
        text: fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', 'é', '✖') }),
        tone: fc.constantFrom('good', 'dim'),
      }),
    );
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 60 }), (line, width) => {
        const rows = wrapLine(line as Line, width);
        expect(rows.map(textOf).join('').replaceAll(' ', '')).toBe(textOf(line as Line).replaceAll(' ', ''));
        if (rows.length > 1) for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
