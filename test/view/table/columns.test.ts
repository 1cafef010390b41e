import { describe, expect, it } from 'vitest';
import { grownNameWidth, tableColumns } from '../../../src/view/table/columns.js';
import { headingCells, rowCells } from '../../../src/view/table/row-cells.js';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { everyState, runningProcess, sampleCircuit, sampleProcess } from '../../components/stage/sample-processes.js';

const now = 20_000_000;

const upToMemory = ['name', 'state', 'health', 'pid', 'uptime', 'restarts', 'circuit', 'cpu', 'memory'];

describe('The columns of the table', () => {
  it.each([
    [40, ['name', 'state', 'uptime']],
    [55, ['name', 'state', 'uptime']],
    [56, ['name', 'state', 'uptime', 'reason']],
    [80, ['name', 'state', 'uptime', 'restarts', 'circuit', 'reason']],
    [105, ['name', 'state', 'health', 'uptime', 'restarts', 'circuit', 'reason']],
    [109, ['name', 'state', 'health', 'uptime', 'restarts', 'circuit', 'cpu', 'memory', 'reason']],
    [110, [...upToMemory, 'reason']],
    [120, [...upToMemory, 'errors', 'reason']],
    [124, [...upToMemory, 'errors', 'rate', 'reason']],
    [132, [...upToMemory, 'ports', 'errors', 'reason']],
    [138, [...upToMemory, 'ports', 'errors', 'rate', 'reason']],
  ])('at %i cells are %j', (width, ids) => {
    expect(tableColumns(width, 8).map(({ id }) => id)).toEqual(ids);
  });

  it.each([40, 41, 55, 56, 66, 78, 80, 98, 110, 120, 124, 132, 138, 200])(
    'fill a row of %i cells exactly, in every state',
    (width) => {
      for (const nameWidth of [1, 8, 40]) {
        const columns = tableColumns(width, nameWidth);
        const paint = { columns, selected: false, marked: new Set(['db']), now };
        const rows = everyState(now).map((process) => rowCells({ kind: 'process', process }, process.name, paint).cells);
        const group = { kind: 'group', group: 'back 日本語', members: everyState(now), hidden: 2 } as const;
        const sort = { by: 'restarts', reversed: false } as const;
        for (const cells of [headingCells(columns, sort, ['1–8 of 12']), rowCells(group, 'group', paint).cells, ...rows]) {
          expect(cellWidth(cells.map(({ text }) => text).join(''))).toBe(width);
        }
      }
    },
  );

  it('give a name no more than a fifth of the width', () => {
    expect(tableColumns(120, 100)[0]!.width).toBe(24);
    expect(tableColumns(120, 3)[0]!.width).toBe(8);
  });

  it('leave the reason room to say something beside long names: what matters least goes first', () => {
    expect(tableColumns(120, 24).map(({ id }) => id)).not.toContain('errors');
    for (let width = 56; width <= 200; width += 1) {
      for (const nameWidth of [8, 16, 40]) {
        const reason = tableColumns(width, nameWidth).at(-1)!;
        expect([reason.id, reason.width >= (width < 66 ? 10 : 14)], `${width} ${reason.width}`).toEqual(['reason', true]);
      }
    }
  });

  it('show more the wider the table is', () => {
    const counts = Array.from({ length: 160 }, (_, width) => tableColumns(width + 40, 8).length);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  });

  it('never become narrower again', () => {
    const wide = grownNameWidth(0, [sampleProcess('日本語の名前')]);
    expect(wide).toBe(12);
    expect(grownNameWidth(wide, [sampleProcess('a')])).toBe(12);
  });
});

describe('A cell', () => {
  const cell = (id: string, fields: Parameters<typeof runningProcess>[3], at = now) => {
    const column = tableColumns(200, 8).find((other) => other.id === id)!;
    return column.cell(runningProcess('api', now, 5000, fields), at);
  };

  it.each([
    ['uptime', {}, '5s', 'plain'],
    ['uptime', { state: 'backoff', since: null, dueAt: now + 3001 }, 'in 4s', 'progress'],
    ['uptime', { state: 'completed', since: null }, '–', 'dim'],
    ['restarts', { restartCount: 0 }, '0', 'dim'],
    ['restarts', { restartCount: 12 }, '12', 'plain'],
    ['restarts', { restartCount: 1000 }, '99+', 'plain'],
    ['circuit', {}, '–', 'dim'],
    ['circuit', { circuit: sampleCircuit({ failureTimes: [now - 1, now - 2] }) }, '●●○○○', 'progress'],
    ['circuit', { circuit: sampleCircuit({ failureTimes: [now - 60_000] }) }, '–', 'dim'],
    ['circuit', { circuit: sampleCircuit({ state: 'open', until: now + 41_001 }) }, 'open 42s', 'trouble'],
    ['circuit', { circuit: sampleCircuit({ state: 'open', until: now + 300_000 }) }, 'open 5m00s', 'trouble'],
    ['circuit', { circuit: sampleCircuit({ state: 'open', until: now + 3_000_000 }) }, 'open 50m00s', 'trouble'],
    ['circuit', { circuit: sampleCircuit({ state: 'open' }) }, 'open', 'trouble'],
    ['circuit', { circuit: sampleCircuit({ state: 'half_open' }) }, 'half-open', 'progress'],
    ['circuit', { circuit: sampleCircuit({ threshold: 12, failureTimes: [now] }) }, '1/12', 'progress'],
    ['cpu', {}, '–', 'dim'],
    ['cpu', { cpu: 0 }, '0.0%', 'plain'],
    ['cpu', { cpu: 1600 }, '1600%', 'plain'],
    ['memory', {}, '–', 'dim'],
    ['memory', { memory: 52_428_800 }, '52 MB', 'plain'],
    ['ports', {}, '–', 'dim'],
    ['ports', { ports: [3000, 3001] }, '3000 3001', 'plain'],
    ['ports', { ports: [13000, 13001, 13002] }, '13000 +2', 'plain'],
    ['errors', {}, '–', 'dim'],
    ['errors', { errors: 12 }, '12', 'plain'],
    ['errors', { errors: 12_900 }, '12k', 'plain'],
    ['rate', {}, '', 'dim'],
    ['rate', { logRate: { until: now, lines: [0, 1, 0, 100, 2000, 90_000] } }, ' ▁ ▄▇█', 'dim'],
    ['rate', { logRate: { until: now - 4250, lines: [0, 1, 0, 100, 2000, 20] } }, ' ▄▇▃', 'dim'],
    ['rate', { logRate: { until: now - 4249, lines: [0, 1, 0, 100, 2000, 20] } }, '▁ ▄▇▃', 'dim'],
    ['rate', { logRate: { until: now - 99_000, lines: [1, 1, 1, 1, 1, 1] } }, '', 'dim'],
    ['rate', { logRate: { until: now + 9, lines: [1, 1, 1, 1, 1, 1] } }, '▁▁▁▁▁▁', 'dim'],
    ['health', {}, '–', 'dim'],
    ['health', { health: 'unhealthy' }, 'unhealthy', 'trouble'],
    ['state', {}, '● running', 'good'],
    ['state', { health: 'pending' }, '● running', 'progress'],
    ['state', { trouble: true }, '● running', 'trouble'],
    ['state', { state: 'waiting', trouble: true }, '◔ waiting', 'trouble'],
    ['state', { state: 'stopped' }, '○ stopped', 'idle'],
    ['reason', { brief: 'GET / said \x1b[31m503\x1b[0m\x07' }, 'GET / said 503', 'dim'],
  ] as const)('%s of %j says %j in %s', (id, fields, text, tone) => {
    expect(cell(id, fields)).toEqual({ text, tone });
  });
});
