import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { initialTableChoices, type TableChoices } from '../../../src/view/state/table.js';
import { Arrangement } from '../../../src/view/table/arrangement.js';
import { TablePainter } from '../../../src/view/table/model.js';
import { selectedRow } from '../../../src/view/table/rows.js';
import { Scroll } from '../../../src/view/text/viewport.js';
import { everyState, sampleProcess } from '../../components/stage/sample-processes.js';

const now = 20_000_000;

interface Look {
  readonly processes?: readonly ProcessSnapshot[];
  readonly choices?: Partial<TableChoices>;
  readonly tableRows?: number;
  readonly onlyTrouble?: boolean;
  readonly painter?: TablePainter;
  readonly tableWidth?: number;
}

function model(selected: string | undefined, look: Look = {}) {
  const {
    processes = everyState(now),
    tableRows = 12,
    onlyTrouble = false,
    painter = new TablePainter(),
    tableWidth = 120,
  } = look;
  const choices = { ...initialTableChoices, ...look.choices };
  const rows = new Arrangement().renew(processes, choices, now);
  const content = {
    rows,
    selected: selectedRow(rows, { selected, table: choices }),
    choices,
    total: processes.length,
    nameWidth: 8,
  };
  return painter.paint(content, { tableWidth, tableRows, headings: true, onlyTrouble }, now);
}

const names = (selected: string, look?: Look) => model(selected, look).rows.map(({ cells }) => cells[0]!.text.trim());
const hint = (look?: Look) => model('api', look).headings!.at(-1)!.text.trim();

describe('The table', () => {
  it('marks the selected row, and only that', () => {
    expect(names('db', { tableRows: 3 })).toEqual(['api', '▌ db', 'web']);
  });

  it('keeps the selected row in view wherever it is', () => {
    for (const { name } of everyState(now)) expect(names(name, { tableRows: 4 })).toContain(`▌ ${name}`);
  });

  it('shows what is in trouble and what is selected where there is no room for all', () => {
    expect(names('docs', { tableRows: 10, onlyTrouble: true })).toEqual(['web', 'payments', 'assets', '▌ docs']);
    expect(names('docs', { tableRows: 2, onlyTrouble: true })).toEqual(['assets', '▌ docs']);
  });

  it('says over the last column which part is seen, where it is not all', () => {
    expect(hint({ tableRows: 4 })).toMatch(/^REASON +1–4 of 12$/);
    expect(hint()).toBe('REASON');
    expect(hint({ choices: { filter: 'waiting' } })).toMatch(/^REASON +1 of 12$/);
    expect(hint({ tableWidth: 160, choices: { marked: new Set(['db']), troubleFirst: true } })).toMatch(
      /trouble first {3}1 marked$/,
    );
  });

  it('says in its titles what it is sorted by, and over the last column where that column is not shown', () => {
    const titles = (by: 'cpu' | 'name', reversed: boolean, tableWidth: number) =>
      model('api', { tableWidth, choices: { sort: { by, reversed } } })
        .headings!.map(({ text }) => text)
        .join('');
    expect(titles('cpu', false, 120)).toContain('  CPU▼');
    expect(titles('cpu', true, 120)).toContain('  CPU▲');
    expect(titles('name', false, 120)).toContain('   NAME▲ ');
    expect(titles('cpu', false, 80)).toMatch(/by cpu ▼ $/);
  });

  it('gives the reason of the selected row apart where the row cuts it, or has no room for it', () => {
    expect(model('assets').cutReason).toBe('assets: command not found (exit code 127)');
    expect([model('assets', { tableWidth: 160 }).cutReason, model('api').cutReason]).toEqual(['', '']);
    expect(model('mailer', { tableWidth: 50 }).cutReason).toBe('mailer: for db to be healthy');
  });

  it('marks rows in the gutter', () => {
    expect(names('db', { tableRows: 3, choices: { marked: new Set(['api', 'db']) } })).toEqual(['*  api', '*▌ db', 'web']);
  });

  it('has the first process selected until a person chooses, or when the chosen one is gone', () => {
    expect(names('gone')[0]).toBe('▌ api');
    expect(model(undefined).rows[0]!.selected).toBe(true);
    expect(model('api', { processes: [] }).rows).toEqual([]);
  });

  it('gives a row that did not change as the same object', () => {
    const painter = new TablePainter();
    const before = model('db', { painter }).rows;
    const processes = everyState(now).map((process) =>
      process.name === 'web' ? { ...process, restartCount: 7 } : { ...process },
    );
    const after = model('db', { painter, processes }).rows;
    expect(after.map((row, index) => (row === before[index] ? 'same' : row.key)).filter((each) => each !== 'same')).toEqual([
      'process web',
    ]);
  });
});

describe('Groups', () => {
  const processes = [
    sampleProcess('web', { group: 'front', state: 'running' }),
    sampleProcess('db'),
    sampleProcess('api', { group: 'back', state: 'running' }),
    sampleProcess('job', { group: 'back', state: 'failed', trouble: true }),
    sampleProcess('css', { group: 'front', state: 'completed' }),
  ];
  const lines = (look: Look = {}) =>
    model('db', { processes, ...look }).rows.map(({ cells }) =>
      cells
        .map(({ text }) => text)
        .join('')
        .replace(/ {2,}[●✖✔○].*|─+ *$/, '')
        .trim(),
    );

  it('stand under their headings in the order of the file, what has none first', () => {
    expect(lines()).toEqual(['▌ db', 'front  1 of 2 up', 'web', 'css', 'back  1 of 2 up  1 failing', 'api', 'job']);
  });

  it('are sorted within, and trouble first moves the group too', () => {
    const choices = { sort: { by: 'name', reversed: false }, troubleFirst: true } as const;
    expect(lines({ choices })).toEqual(['▌ db', 'back  1 of 2 up  1 failing', 'job', 'api', 'front  1 of 2 up', 'css', 'web']);
  });

  it('say how many the filter keeps out, and go when it keeps out all', () => {
    expect(lines({ choices: { filter: 'running' } })).toEqual([
      'front  1 of 1 up  1 filtered out',
      '▌ web',
      'back  1 of 1 up  1 filtered out',
      'api',
    ]);
    expect(lines({ choices: { filter: 'completed' } })).toEqual(['front  0 of 1 up  1 filtered out', '▌ css']);
  });

  it('can be selected, until they are gone', () => {
    expect(lines({ choices: { group: 'back' } })[4]).toMatch(/^▌ back/);
    expect(lines({ choices: { group: 'gone' } })[0]).toBe('▌ db');
  });
});

describe('The scroll of a list', () => {
  it('moves no further than the selection needs', () => {
    const scroll = new Scroll();
    const from = (at: number) => scroll.viewport(`row ${at}`, at, 10, 4).from;
    expect([0, 3, 4, 5, 4, 2, 1, 9, 0].map(from)).toEqual([0, 0, 1, 2, 2, 2, 1, 6, 0]);
  });

  it('keeps the selected row at its place on the screen when the others change places', () => {
    const scroll = new Scroll();
    scroll.viewport('api', 150, 200, 20);
    const { from } = scroll.viewport('api', 150, 200, 20);
    expect(scroll.viewport('api', 90, 200, 20).from).toBe(from - 60);
    expect(scroll.viewport('api', 3, 200, 20)).toEqual({ from: 0, to: 20 });
  });

  it('shows what there is where the list is shorter, or empty', () => {
    expect(new Scroll().viewport('a', 2, 3, 8)).toEqual({ from: 0, to: 3 });
    expect(new Scroll().viewport(undefined, -1, 0, 8)).toEqual({ from: 0, to: 0 });
  });
});
