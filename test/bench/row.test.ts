import { describe, expect, it } from 'vitest';
import { worseThan } from './baseline.js';
import { formatRows, median, quantile } from './row.js';

describe('a figure', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
    [[], Number.NaN],
  ])('of %j has the median %d', (figures, expected) => {
    expect(median(figures)).toBe(expected);
  });

  it('lies between its neighbours in proportion', () => {
    expect(quantile([0, 10, 20, 30, 40], 0.9)).toBeCloseTo(36);
  });
});

describe('the table', () => {
  it('aligns its numbers and leaves the ratio out where there is nothing to compare with', () => {
    const rows = [
      { title: 'lines of a flood', unit: 'lines/s', watchdog: 1_234_567, bare: 2_469_134 },
      { title: 'packages', unit: '', watchdog: 48, bare: null },
    ];
    expect(formatRows(rows)).toBe(
      [
        '                   watchdog  bare Node  ratio',
        'lines of a flood  1 234 567  2 469 134   0.50  lines/s',
        'packages               48.0          –      –',
      ].join('\n'),
    );
  });
});

describe('the baseline', () => {
  const row = (title: string, watchdog: number, bare: number | null, moreIsBetter = false) => ({
    title,
    unit: 'ms',
    watchdog,
    bare,
    moreIsBetter,
  });

  it('reports what became worse by more than a quarter, whichever way is better', () => {
    const baseline = { start: 2, quit: 2, flood: 0.8, eight: 0.8, memory: 1 };
    const rows = [
      row('start', 26, 10),
      row('quit', 24, 10),
      row('flood', 6, 10, true),
      row('eight', 7, 10, true),
      row('memory', 90, null),
      row('new', 90, 1),
    ];
    expect(worseThan(baseline, rows)).toEqual([
      'start: 2.60 times bare Node, it was 2.00',
      'flood: 0.60 times bare Node, it was 0.80',
    ]);
  });
});
