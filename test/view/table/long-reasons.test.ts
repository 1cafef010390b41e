import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { initialTableChoices } from '../../../src/view/state/table.js';
import { Arrangement } from '../../../src/view/table/arrangement.js';
import { type LongReason, LongReasons } from '../../../src/view/table/long-reasons.js';
import { type TableModel, TablePainter } from '../../../src/view/table/model.js';
import { selectedRow } from '../../../src/view/table/rows.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';
import { textOf } from '../text-of.js';

const now = 20_000_000;
const wall = 1_700_000_000_000;
const at = { now, wall };

function died(name: string, what: string, fields: Partial<ProcessSnapshot> = {}): ProcessSnapshot {
  const cause = { kind: 'other', what, advice: '', port: null } as const;
  return sampleProcess(name, {
    state: 'failed',
    trouble: true,
    death: { at: wall - 1000, exit: { code: 1, signal: null }, cause },
    ...fields,
  } as Partial<ProcessSnapshot>);
}

/** Of a table of 80 cells. */
const room = { column: 32, row: 46, line: 74 };

const missing = 'the variable STRIPE_SECRET_KEY is not set';
const sick: readonly ProcessSnapshot[] = [
  sampleProcess('web', { state: 'running', since: now - 1 }),
  died('pay', missing),
  died('api', 'connection refused on port 5432', { state: 'backoff', trouble: false }),
  died('ruby', `${missing}, nor is any other that this long sentence is about`),
];

function drawn(processes: readonly ProcessSnapshot[], tableRows: number, tableWidth = 80, selected = 'web'): TableModel {
  const rows = new Arrangement().renew(processes, initialTableChoices, now);
  return new TablePainter().paint(
    {
      rows,
      selected: selectedRow(rows, { selected, table: initialTableChoices }),
      choices: initialTableChoices,
      unread: new Set(),
      longReasons: new LongReasons().among(processes, { ...room, line: tableWidth - 6 }, at),
      focused: true,
      total: processes.length,
      facts: { nameWidth: 8, hasHealth: false, hasErrors: false, hasUrls: false },
    },
    { tableWidth, tableRows, headings: true, small: false, mostReason: 99 },
    at,
  );
}

const names = (reasons: readonly LongReason[]): readonly string[] => reasons.map(({ name }) => name);

const texts = (table: TableModel): readonly string[] => table.rows.map(({ cells }) => textOf(cells).trim());

describe('A cause that is longer than its column', () => {
  it('is whole in a line under its row, where there are rows to spare', () => {
    expect(texts(drawn(sick, 7))).toEqual([
      expect.stringMatching(/^▌ web/),
      expect.stringMatching(/^pay +✖ failed +0$/),
      `${missing} (exit code 1)`,
      expect.stringMatching(/^api .*connection refused on port 5432$/),
      expect.stringMatching(/^ruby +✖ failed +0$/),
      expect.stringContaining('nor is any other'),
      expect.stringContaining('is about'),
    ]);
  });

  it('takes no room from a row, those that go on failing come first, and what still has no line is given apart', () => {
    const long = `${missing} in production`;
    const three = [died('api', long, { state: 'backoff', trouble: false }), died('pay', long), died('ruby', long)];
    const one = drawn(three, 4);
    expect(texts(one)).toEqual([
      expect.stringMatching(/^▌ api/),
      expect.stringMatching(/^pay/),
      `${long} (exit code 1)`,
      expect.anything(),
    ]);
    expect(one.cutTrouble?.name).toBe('ruby');
    expect(texts(drawn(three, 3))[1]).toMatch(/the variable STRIPE_SECRET_KEY …$/);
    expect(drawn(three, 3).cutTrouble?.name).toBe('pay');
    expect(drawn(three, 2).rows).toHaveLength(2);
  });

  it('begins further left where it has no room under the second column, and is cut where it has none at all', () => {
    const narrow = drawn(sick, 9, 50);
    expect(textOf(narrow.rows[2]!.cells)).toBe(`${' '.repeat(5)}${missing}`);
    // The cause of ruby would need three lines of this width.
    expect(narrow.rows.slice(-2).map(({ cells }) => textOf(cells))).toEqual([
      expect.stringMatching(/^ {5}the variable STRIPE_SECRET_KEY is not set,/),
      expect.stringMatching(/^ {5}.*…$/),
    ]);
    expect(narrow.cutTrouble?.name).toBe('ruby');
  });

  it('begins right after the state where there are too few rows for lines, the longest of them excepted', () => {
    const three = [...sick.slice(0, 3), died('db', 'the database orders does not exist there'), sick[3]!];
    const table = drawn(three, 6);
    expect(texts(table)).toEqual([
      expect.stringMatching(/^▌ web/),
      expect.stringMatching(/^pay +✖ failed +the variable STRIPE_SECRET_KEY is not set$/),
      expect.stringMatching(/^api .*connection refused on port 5432$/),
      expect.stringMatching(/^db +✖ failed +the database orders does not exist there$/),
      expect.stringMatching(/^ruby +✖ failed +0$/),
      expect.stringContaining('nor is any other'),
    ]);
    expect(table.cutTrouble?.name).toBe('ruby');
  });

  it('has two lines where one is not enough, once each has its first', () => {
    const all = texts(drawn(sick, 8));
    expect(all.slice(-2).join(' ')).toBe(`${missing}, nor is any other that this long sentence is about`);
    expect(drawn(sick, 8).cutTrouble).toBeUndefined();
  });

  it('belongs to its row: both are marked as selected, and a click on either means it', () => {
    const { rows } = drawn(sick, 8, 80, 'pay');
    expect(rows.filter(({ selected }) => selected).map(({ row }) => row)).toEqual(['process pay', 'process pay']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('keeps its line for a while when it is tried again, and gives it back then', () => {
    const reasons = new LongReasons();
    const starting = [sampleProcess('pay', { state: 'starting', brief: 'starting' })];
    expect(names(reasons.among([died('pay', missing)], room, at))).toEqual(['pay']);
    const held = reasons.among(starting, room, { now: now + 4000, wall });
    expect(names(held)).toEqual(['pay']);
    expect(reasons.among(starting, room, { now: now + 4500, wall })).toBe(held);
    expect(reasons.among(starting, room, { now: now + 5000, wall })).toEqual([]);
    expect(reasons.among([], room, at)).toEqual([]);
    reasons.among([died('pay', missing)], room, at);
    expect(reasons.among(starting, room, { now: now - 60_000, wall })).toEqual([]);
  });

  it('keeps the rows of its lines until something else changes, so that what draws under them is not resized', () => {
    const reasons = new LongReasons();
    reasons.among([died('pay', missing), died('ruby', missing.repeat(2))], room, at);
    expect(reasons.rows('80 24 2')).toEqual({ all: 3, least: 2 });
    reasons.among([], room, at);
    expect(reasons.rows('80 24 2')).toEqual({ all: 3, least: 2 });
    reasons.among([died('pay', missing)], room, at);
    expect(reasons.rows('80 24 2')).toEqual({ all: 3, least: 2 });
    expect(reasons.rows('80 24 3')).toEqual({ all: 1, least: 0 });
  });

  it('has its line no longer than it takes to draw a wider terminal, in which it fits', () => {
    const reasons = new LongReasons();
    expect(names(reasons.among([died('pay', missing)], room, at))).toEqual(['pay']);
    expect(reasons.among([died('pay', missing)], { column: 60, row: 80, line: 114 }, at)).toEqual([]);
  });

  it('gets none where the cause alone fits, nor where nothing failed', () => {
    const restarted = runningProcess('api', now, 9000, { death: died('x', 'port 3000 is in use').death! });
    const waiting = sampleProcess('web', { state: 'waiting', brief: 'for a process with quite a long name to be healthy' });
    const pending = runningProcess('db', now, 900, { health: 'pending', brief: 'not healthy yet: connection refused' });
    expect(new LongReasons().among([restarted, waiting, pending], room, at)).toEqual([]);
    expect(new LongReasons().among([restarted, waiting], { ...room, column: 29 }, at).map(({ name }) => name)).toEqual(['api']);
  });
});
