import { describe, expect, it } from 'vitest';
import { type Layout, layoutFor } from '../../../src/view/state/layout.js';

function heightOf(layout: Exclude<Layout, { kind: 'too_small' }>): number {
  const gap = layout.gaps ? 1 : 0;
  const log = 1 + (layout.rule ? 1 : 0) + layout.logRows;
  const table = (layout.headings ? 1 : 0) + layout.tableRows;
  return 3 + gap + (layout.kind === 'beside' ? Math.max(log, table) : table + gap + log);
}

describe('The layout', () => {
  it.each([
    [39, 24],
    [80, 9],
    [30, 8],
  ])('is too small at %ix%i', (columns, rows) => {
    expect(layoutFor({ columns, rows }, () => 5)).toEqual({ kind: 'too_small' });
  });

  it('uses every row of every terminal, and always leaves some to the log', () => {
    for (let rows = 10; rows < 80; rows += 1) {
      for (const columns of [40, 59, 60, 80, 120, 160, 161, 200, 300]) {
        for (const wanted of [0, 1, 5, 100]) {
          const layout = layoutFor({ columns, rows }, () => wanted);
          if (layout.kind === 'too_small') throw new Error('too small');
          expect(heightOf(layout)).toBe(rows);
          expect(layout.logRows).toBeGreaterThanOrEqual(3);
          expect(layout.tableRows).toBeGreaterThanOrEqual(1);
        }
      }
    }
  });

  it('gives the table what it needs, but never more than half', () => {
    expect(layoutFor({ columns: 120, rows: 40 }, () => 6)).toMatchObject({ tableRows: 6, logRows: 26 });
    expect(layoutFor({ columns: 120, rows: 40 }, () => 60)).toMatchObject({ tableRows: 16, logRows: 16 });
  });

  it('sets the log beside the table above 160 columns', () => {
    expect(layoutFor({ columns: 160, rows: 40 }, () => 6)).toMatchObject({ kind: 'stacked', tableWidth: 160, logWidth: 160 });
    expect(layoutFor({ columns: 161, rows: 40 }, () => 6)).toMatchObject({ kind: 'beside', tableWidth: 88, logWidth: 70 });
    expect(layoutFor({ columns: 200, rows: 40 }, () => 6)).toMatchObject({ kind: 'beside', tableWidth: 110, logWidth: 87 });
  });

  it('shows only rows in trouble below 60x15', () => {
    const asked: boolean[] = [];
    for (const [columns, rows] of [
      [59, 15],
      [60, 14],
      [60, 15],
    ] as const) {
      layoutFor({ columns, rows }, (onlyTrouble) => asked.push(onlyTrouble));
    }
    expect(asked).toEqual([true, true, false]);
  });
});
