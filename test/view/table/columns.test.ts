import { describe, expect, it } from 'vitest';
import { grownNameWidth, tableColumns } from '../../../src/view/table/columns.js';
import { headingCells, reasonRoom, rowLines } from '../../../src/view/table/row-cells.js';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { everyState, runningProcess, sampleCircuit, sampleProcess } from '../../components/stage/sample-processes.js';

const now = 20_000_000;
const at = { now, wall: 0 };
const short = { nameWidth: 8, hasHealth: true, hasErrors: true, hasUrls: false };

describe('The columns', () => {
  it.each([
    [40, ['name', 'state', 'reason']],
    [60, ['name', 'state', 'reason']],
    [66, ['name', 'state', 'restarts', 'reason']],
    [80, ['name', 'state', 'restarts', 'circuit', 'reason']],
    [92, ['name', 'state', 'uptime', 'restarts', 'circuit', 'reason']],
    [120, ['name', 'state', 'health', 'uptime', 'restarts', 'circuit', 'reason']],
    [136, ['name', 'state', 'health', 'uptime', 'restarts', 'circuit', 'cpu', 'memory', 'reason']],
    [172, ['name', 'state', 'health', 'uptime', 'restarts', 'circuit', 'cpu', 'memory', 'ports', 'errors', 'rate', 'reason']],
  ])('at %i cells are %j', (width, ids) => {
    expect(tableColumns(width, short).map(({ id }) => id)).toEqual(ids);
  });

  it('have the circuit from 80 cells on, however long the names are', () => {
    for (const nameWidth of [9, 12, 16, 40, 100]) {
      expect(
        tableColumns(80, { ...short, nameWidth }).map(({ id }) => id),
        `${nameWidth}`,
      ).toContain('circuit');
    }
  });

  it('have long names whole where the reason has room for nearly all that there are', () => {
    const facts = { ...short, nameWidth: 61 };
    const widths = (width: number) => Object.fromEntries(tableColumns(width, facts).map((column) => [column.id, column.width]));
    expect(widths(300).name).toBe(61);
    expect(widths(300).reason).toBeGreaterThan(80);
    for (let width = 40, before = 0; width <= 300; width += 1) {
      const { reason } = widths(width);
      expect(reason, `${width}`).toBeGreaterThanOrEqual(before);
      before = reason!;
    }
  });

  it('have none for errors where no process has any', () => {
    expect(
      tableColumns(300, { nameWidth: 8, hasHealth: true, hasErrors: false, hasUrls: false }).map(({ id }) => id),
    ).not.toContain('errors');
  });

  it.each([40, 41, 55, 60, 66, 79, 80, 92, 111, 120, 136, 152, 162, 172, 200, 300])(
    'fill a row of %i cells exactly, in every state',
    (width) => {
      for (const nameWidth of [1, 8, 40]) {
        const columns = tableColumns(width, { nameWidth, hasHealth: true, hasErrors: true, hasUrls: nameWidth === 8 });
        const paint = {
          columns,
          selected: true,
          focused: true,
          marked: new Set(['db']),
          unread: new Set(['db']),
          causeLines: new Map([
            ['flaky', 1],
            ['web', 2],
          ]),
          at,
        };
        const rows = everyState(now).flatMap((process) => rowLines({ kind: 'process', process }, process.name, paint));
        const group = { kind: 'group', group: 'back 日本語', members: everyState(now), hidden: 2 } as const;
        const sort = { by: 'restarts', reversed: false } as const;
        const hints = [
          { text: '1–8 of 12', rank: 'place' as const },
          { text: '5 failing ↓', rank: 'trouble' as const },
        ];
        rows.push(...rowLines(group, 'group', paint));
        for (const cells of [headingCells(columns, sort, hints), ...rows.map((row) => row.cells)]) {
          expect(cellWidth(cells.map(({ text }) => text).join(''))).toBe(width);
        }
      }
    },
  );

  it('give a name that needs them no more than a fifth of the width, and spare cells', () => {
    expect(tableColumns(120, { nameWidth: 100, hasHealth: true, hasErrors: true, hasUrls: false })[0]!.width).toBe(27);
    expect(tableColumns(80, { nameWidth: 3, hasHealth: true, hasErrors: true, hasUrls: false })[0]!.width).toBe(8);
  });

  it('never have less room for the reason, in its column or from the state on, nor fewer columns, the wider the table is', () => {
    for (const nameWidth of [1, 8, 12, 16, 24, 40, 100]) {
      for (const [hasHealth, hasErrors, hasUrls] of [
        [true, true, false],
        [false, false, false],
        [true, false, false],
        [false, true, false],
        [true, true, true],
        [false, false, true],
      ] as const) {
        let before = { reason: 0, row: 0, count: 0 };
        for (let width = 40; width <= 300; width += 1) {
          const columns = tableColumns(width, { nameWidth, hasHealth, hasErrors, hasUrls });
          const reason = columns.at(-1)!.width;
          expect(reason, `${width} with names of ${nameWidth}`).toBeGreaterThanOrEqual(before.reason);
          const { row } = reasonRoom(columns);
          expect(row, `${width} with names of ${nameWidth}`).toBeGreaterThanOrEqual(before.row);
          expect(columns.length).toBeGreaterThanOrEqual(before.count);
          before = { reason, row, count: columns.length };
        }
      }
    }
  });

  it('show URLs as links that can be pressed in place of ports, and ports where a process has none', () => {
    const columns = tableColumns(200, { ...short, hasUrls: true });
    const column = columns.find(({ id }) => id === 'ports')!;
    expect(column.title).toBe('URL');
    expect(columns.map(({ id }) => id)).toEqual(tableColumns(200, short).map(({ id }) => id));
    const cell = (fields: object) => column.cell(sampleProcess('api', fields), at, column.width);
    const url = 'http://localhost:23117/docs?token=s3cr3t#x';
    expect(cell({ url })).toEqual({ text: 'localhost:23117/docs', tone: 'key', link: url });
    expect(cell({ url: 'https://me:pw@shop.test/' })).toMatchObject({ text: 'https://shop.test' });
    expect(cell({ url: null, ports: [3000] })).toEqual({ text: '3000', tone: 'plain' });
    expect(cell({ url: 'http://a/\x1b]0;x\x07', ports: [] })).toEqual({ text: '', tone: 'dim' });
  });

  it('leave the reason room for a sentence', () => {
    const room = (width: number): number => tableColumns(width, short).at(-1)!.width;
    expect([40, 60, 80, 100, 120, 160, 200].map(room)).toEqual([11, 27, 32, 43, 52, 61, 91]);
  });

  it('cut a name in its middle, so that its end distinguishes it', () => {
    const columns = tableColumns(80, { nameWidth: 40, hasHealth: true, hasErrors: false, hasUrls: false });
    const name = (text: string): string => {
      const paint = {
        columns,
        selected: false,
        focused: true,
        marked: new Set<string>(),
        unread: new Set<string>(),
        causeLines: new Map<string, number>(),
        at,
      };
      return rowLines({ kind: 'process', process: sampleProcess(text) }, text, paint)[0]!.cells[1]!.text.trim();
    };
    expect([name('payments-service-blue'), name('payments-service-green')]).toEqual(['payments…ce-blue', 'payments…e-green']);
    expect(name('日本語の名前のプロセス-2')).toMatch(/^日本語の….*-2$/);
  });

  it('never become narrower again', () => {
    const wide = grownNameWidth(0, [sampleProcess('日本語の名前')]);
    expect(wide).toBe(12);
    expect(grownNameWidth(wide, [sampleProcess('a')])).toBe(12);
  });
});

describe('A cell', () => {
  const cell = (id: string, fields: Parameters<typeof runningProcess>[3]) => {
    const column = tableColumns(200, short).find((other) => other.id === id)!;
    return column.cell(runningProcess('api', now, 5000, fields), at, column.width);
  };

  it.each([
    ['uptime', {}, '5s', 'plain'],
    ['uptime', { since: now - 59_900 }, '59s', 'plain'],
    ['uptime', { since: now - 91_300 }, '1m30s', 'plain'],
    ['uptime', { since: now - 11_105_000 }, '3h05m', 'plain'],
    ['uptime', { state: 'completed', since: null }, '', 'dim'],
    ['restarts', { restartCount: 0 }, '0', 'dim'],
    ['restarts', { restartCount: 12 }, '12', 'plain'],
    ['restarts', { restartCount: 1000 }, '99+', 'plain'],
    ['circuit', {}, '', 'dim'],
    ['circuit', { circuit: sampleCircuit({ failureTimes: [now - 1, now - 2] }) }, '●●○○○', 'progress'],
    ['circuit', { circuit: sampleCircuit({ failureTimes: [now - 60_000] }) }, '', 'dim'],
    ['circuit', { circuit: sampleCircuit({ state: 'open', until: now + 41_001 }) }, '●●●●●', 'trouble'],
    ['circuit', { circuit: sampleCircuit({ state: 'half_open' }) }, '◐◐◐◐◐', 'progress'],
    ['circuit', { circuit: sampleCircuit({ threshold: 12, failureTimes: [now] }) }, '1/12', 'progress'],
    ['cpu', {}, '–', 'dim'],
    ['cpu', { state: 'stopped' }, '', 'dim'],
    ['cpu', { cpu: 0 }, '0.0%', 'plain'],
    ['cpu', { cpu: 1600 }, '1600%', 'plain'],
    ['memory', {}, '–', 'dim'],
    ['memory', { memory: 52_428_800 }, '52 MB', 'plain'],
    ['ports', {}, '', 'dim'],
    ['ports', { ports: [3000, 3001] }, '3000 3001', 'plain'],
    ['ports', { ports: [13000, 13001, 13002] }, '13000 +2', 'plain'],
    ['errors', {}, '', 'dim'],
    ['errors', { errors: 12 }, '12', 'plain'],
    ['errors', { errors: 12_900 }, '12k', 'plain'],
    ['rate', {}, '', 'dim'],
    ['rate', { logRate: { until: now, lines: [0, 1, 0, 100, 2000, 90_000] } }, ' ▁ ▄▇█', 'dim'],
    ['rate', { logRate: { until: now - 4250, lines: [0, 1, 0, 100, 2000, 20] } }, ' ▄▇▃', 'dim'],
    ['rate', { logRate: { until: now - 4249, lines: [0, 1, 0, 100, 2000, 20] } }, '▁ ▄▇▃', 'dim'],
    ['rate', { logRate: { until: now - 99_000, lines: [1, 1, 1, 1, 1, 1] } }, '', 'dim'],
    ['rate', { logRate: { until: now + 9, lines: [1, 1, 1, 1, 1, 1] } }, '▁▁▁▁▁▁', 'dim'],
    ['health', {}, '', 'dim'],
    ['health', { health: 'unhealthy' }, 'unhealthy', 'trouble'],
    ['state', {}, '● running', 'good'],
    ['state', { health: 'pending' }, '● running', 'progress'],
    ['state', { trouble: true }, '● running', 'trouble'],
    ['state', { circuit: sampleCircuit({ state: 'half_open' }) }, '● trial', 'progress'],
    ['state', { state: 'waiting' }, '◔ waiting', 'progress'],
    ['state', { state: 'waiting', trouble: true }, '◔ blocked', 'trouble'],
    ['state', { state: 'stopped' }, '○ stopped', 'idle'],
    ['state', { state: 'stopping', dueAt: now + 6001 }, '◐ stopping 7s', 'progress'],
    ['state', { state: 'circuit_open', trouble: true, dueAt: now + 42_000 }, '✖ circuit 42s', 'trouble'],
    ['state', { state: 'circuit_open', trouble: true, dueAt: null }, '✖ circuit', 'trouble'],
    ['state', { state: 'backoff', dueAt: now + 2100, failuresInRow: 4 }, '◌ retry 4/5 in 3s', 'progress'],
    ['state', { state: 'backoff', dueAt: now + 64_000, failuresInRow: 4 }, '◌ retry 4/5 1m04s', 'progress'],
    ['reason', { health: 'unhealthy', trouble: true, brief: 'GET / said \x1b[31m503\x1b[0m\x07' }, 'GET / said 503', 'plain'],
  ] as const)('%s of %j says %j in %s', (id, fields, text, tone) => {
    expect(cell(id, fields)).toEqual({ text, tone });
  });
});
