import { describe, expect, it } from 'vitest';
import { tooSmallWords } from '../../../src/view/chrome/too-small.js';

describe('A terminal that is too small', () => {
  it.each([
    [39, 9, ' The terminal is 39x9; watchdog needs| 40x10. All processes keep running.'],
    [30, 8, ' The terminal is 30x8;| watchdog needs 40x10. All| processes keep running.'],
    [20, 3, ' The terminal is| 20x3; watchdog| needs 40x10.'],
    [24, 1, ' Too small; needs 40x10'],
    [12, 1, ' needs 40x10'],
    [6, 1, ' 40x10'],
  ])('of %ix%i says so in whole words', (columns, rows, words) => {
    expect(tooSmallWords({ columns, rows }).join('|')).toBe(words);
  });

  it('says it in no more lines and cells than there are', () => {
    for (let columns = 5; columns < 60; columns += 1)
      for (let rows = 1; rows < 12; rows += 1) {
        const lines = tooSmallWords({ columns, rows });
        expect([lines.length <= rows, lines.every((line) => line.length <= columns)], `${columns}x${rows}`).toEqual([true, true]);
        expect(lines.join(' ')).toContain('40x10');
      }
  });
});
