import { describe, expect, it } from 'vitest';
import { type Layout, layoutFor } from '../../../src/view/state/layout.js';
import { reasonWidth, tableColumns } from '../../../src/view/table/columns.js';

type Divided = Exclude<Layout, { kind: 'too_small' }>;

const facts = { nameWidth: 12, hasHealth: true, hasErrors: true, hasUrls: false };

function layout(columns: number, rows: number, wanted: number, panes = 1): Divided {
  const made = layoutFor({ columns, rows }, { rows: wanted, panes, reasonWidth: (width) => reasonWidth(width, facts) });
  if (made.kind === 'too_small') throw new Error('too small');
  return made;
}

function heightOf({ gaps, logRows, headings, tableRows, kind }: Divided): number {
  const gap = gaps ? 1 : 0;
  const log = 1 + logRows;
  const table = (headings ? 1 : 0) + tableRows;
  return 3 + gap + (kind === 'beside' ? Math.max(log, table) : table + gap + log);
}

describe('The layout', () => {
  it.each([
    [39, 24],
    [80, 9],
    [30, 8],
  ])('is too small at %ix%i', (columns, rows) => {
    expect(layoutFor({ columns, rows }, { rows: 5, panes: 1, reasonWidth: () => 0 })).toEqual({ kind: 'too_small' });
  });

  it('uses every row of every terminal, and always leaves some to the log', () => {
    for (let rows = 10; rows < 80; rows += 1) {
      for (const columns of [40, 59, 60, 80, 120, 160, 200, 260, 300]) {
        for (const wanted of [0, 1, 5, 7, 13, 100]) {
          const made = layout(columns, rows, wanted);
          expect(heightOf(made)).toBe(rows);
          expect(made.logRows).toBeGreaterThanOrEqual(2);
          expect(made.tableRows).toBeGreaterThanOrEqual(1);
        }
      }
    }
  });

  it('gives the table what it needs, and the log what is left, at least a third', () => {
    expect(layout(120, 40, 6)).toMatchObject({ tableRows: 6, logRows: 27 });
    expect(layout(120, 40, 60)).toMatchObject({ tableRows: 23, logRows: 12 });
  });

  it('gives the table the few rows that are missing: a heading of a group, a process', () => {
    for (let rows = 18; rows < 60; rows += 1) {
      const { tableRows: share } = layout(120, rows, 100);
      for (const more of [1, 2, 3]) expect(layout(120, rows, share + more).tableRows, `${rows}`).toBe(share + more);
    }
    expect(layout(60, 15, 7)).toMatchObject({ tableRows: 7, logRows: 3 });
  });

  it('gives causes lines of their own where all rows have their places, a few of them of the rows of the log', () => {
    const rowsOf = (rows: number, wanted: number, all: number, least = all) => {
      const causes = { all, least };
      const made = layoutFor({ columns: 80, rows }, { rows: wanted, causes, panes: 1, reasonWidth: () => 30 });
      if (made.kind === 'too_small') throw new Error('too small');
      expect(heightOf(made)).toBe(rows);
      return { table: made.tableRows, log: made.logRows };
    };
    expect(rowsOf(40, 5, 4)).toEqual({ table: 9, log: 24 });
    expect(rowsOf(24, 10, 5)).toEqual({ table: 15, log: 4 });
    expect(rowsOf(24, 10, 10)).toEqual({ table: 15, log: 4 });
    expect(rowsOf(24, 60, 10)).toEqual(rowsOf(24, 60, 0));
    // Where not all have room, those give way that their rows have room for.
    expect(rowsOf(24, 10, 5, 1)).toEqual({ table: 15, log: 4 });
    expect(rowsOf(24, 11, 5, 1)).toEqual({ table: 12, log: 5 });
    for (let rows = 10; rows < 60; rows += 1) expect(rowsOf(rows, 3, 99).log, `${rows}`).toBeGreaterThanOrEqual(2);
  });

  it('keeps the rows in trouble in their places on terminals of the usual small sizes', () => {
    const small = [
      [40, 10],
      [60, 15],
      [80, 24],
      [40, 60],
    ] as const;
    const roomy = [
      [80, 30],
      [120, 40],
      [200, 60],
    ] as const;
    for (const [columns, rows] of small) expect(layout(columns, rows, 99).small, `${columns}x${rows}`).toBe(true);
    for (const [columns, rows] of roomy) expect(layout(columns, rows, 99).small, `${columns}x${rows}`).toBe(false);
  });

  it('sets the log beside a table that needs more than half the height, where the reason keeps its cells', () => {
    for (const columns of [80, 120, 160, 200, 300]) expect(layout(columns, 40, 12).kind, `${columns}`).toBe('stacked');
    expect(layout(200, 40, 60).kind).toBe('stacked');
    const wide = layout(300, 40, 60);
    expect(wide.kind).toBe('beside');
    expect(reasonWidth(wide.tableWidth, facts)).toBeGreaterThanOrEqual(40);
    expect(wide.logWidth).toBeGreaterThanOrEqual(80);
  });

  it('never has three logs beside the table that are narrower than 60 cells', () => {
    for (let columns = 40; columns <= 400; columns += 1) {
      const made = layout(columns, 60, 80, 3);
      if (made.kind === 'beside') expect(made.logWidth / 3).toBeGreaterThanOrEqual(60);
    }
  });

  it.each([
    ['few rows', 5],
    ['many rows', 60],
  ])('never has less of the reason the wider the terminal is, with %s', (_, wanted) => {
    for (const rows of [10, 15, 24, 40, 60]) {
      for (const each of [
        { nameWidth: 3, hasHealth: true, hasErrors: false, hasUrls: false },
        { nameWidth: 12, hasHealth: true, hasErrors: true, hasUrls: false },
        { nameWidth: 40, hasHealth: true, hasErrors: true, hasUrls: false },
      ]) {
        let before = 0;
        for (let columns = 40; columns <= 300; columns += 1) {
          const made = layoutFor({ columns, rows }, { rows: wanted, panes: 1, reasonWidth: (width) => reasonWidth(width, each) });
          if (made.kind === 'too_small') throw new Error('too small');
          const { width } = tableColumns(made.tableWidth, each, made.mostReason).at(-1)!;
          expect(width, `${columns}x${rows}`).toBeGreaterThanOrEqual(before);
          before = width;
        }
      }
    }
  });
});
