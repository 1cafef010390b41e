import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { initialTableChoices, type TableChoices } from '../../../src/view/state/table.js';
import { Arrangement } from '../../../src/view/table/arrangement.js';
import { TablePainter } from '../../../src/view/table/model.js';
import { selectedRow } from '../../../src/view/table/rows.js';
import { Scroll } from '../../../src/view/text/viewport.js';
import { everyState, sampleProcess } from '../../components/stage/sample-processes.js';
import { textOf } from '../text-of.js';

const now = 20_000_000;

interface Look {
  readonly processes?: readonly ProcessSnapshot[];
  readonly choices?: Partial<TableChoices>;
  readonly tableRows?: number;
  readonly small?: boolean;
  readonly painter?: TablePainter;
  readonly tableWidth?: number;
  readonly focused?: boolean;
  readonly unread?: ReadonlySet<string>;
}

function model(selected: string | undefined, look: Look = {}) {
  const { processes = everyState(now), tableRows = 12, small = false, painter = new TablePainter(), tableWidth = 120 } = look;
  const choices = { ...initialTableChoices, ...look.choices };
  const rows = new Arrangement().renew(processes, choices, now);
  const content = {
    rows,
    selected: selectedRow(rows, { selected, table: choices }),
    choices,
    unread: look.unread ?? new Set<string>(),
    total: processes.length,
    focused: look.focused ?? true,
    facts: { nameWidth: 8, hasHealth: true, hasErrors: true, hasUrls: false },
  };
  return painter.paint(content, { tableWidth, tableRows, headings: true, small, mostReason: 99 }, { now, wall: 0 });
}

const names = (selected: string, look?: Look) =>
  model(selected, look).rows.map(({ cells }) => (cells[0]!.text + cells[1]!.text).trim());
const hint = (look?: Look) =>
  model('api', look)
    .headings!.map(({ text }) => text)
    .join('')
    .trim()
    .replace(/^NAME.*REASON/, 'REASON');

describe('The table', () => {
  it('marks the rows whose logs have unread errors, and the heading of a folded group of them', () => {
    const markers = (selected: string, unread: readonly string[]) =>
      model(selected, { unread: new Set(unread) }).rows.map(({ cells }) => cells[0]!);
    const [first, second] = everyState(now).map(({ name }) => name) as [string, string];
    const shown = markers(first, [second]);
    expect(shown.filter(({ text }) => text.includes('•'))).toEqual([{ text: ' • ', tone: 'trouble' }]);
    expect(markers(first, []).some(({ text }) => text.includes('•'))).toBe(false);
  });

  it('marks the selected row, and only that', () => {
    expect(names('db', { tableRows: 3 })).toEqual(['api', '▌ db', 'web']);
  });

  it('keeps the selected row in view wherever it is', () => {
    for (const { name } of everyState(now)) expect(names(name, { tableRows: 4 })).toContain(`▌ ${name}`);
  });

  it('keeps what is in trouble and what is selected on a small terminal, and scrolls the others through what is left', () => {
    expect(names('docs', { tableRows: 6, small: true })).toEqual(['web', 'flaky', 'payments', 'cache', 'assets', '▌ docs']);
    expect(names('api', { tableRows: 6, small: true })).toEqual(['▌ api', 'db', 'web', 'flaky', 'payments', 'assets']);
    const painter = new TablePainter();
    const wheel = (scrolled: number) => names('api', { tableRows: 6, small: true, painter, choices: { scrolled } });
    const all = new Set([0, 1, 2, 3, 4, 5, 6].flatMap((scrolled) => wheel(scrolled)));
    expect(all.size).toBe(12);
    expect(wheel(99)).toEqual(expect.arrayContaining(['▌ api', 'web', 'flaky', 'payments', 'assets']));
    expect(names('docs', { tableRows: 2, small: true })).toEqual(['assets', '▌ docs']);
    const well = Array.from({ length: 9 }, (_, index) => sampleProcess(`p${index}`));
    expect(names('p6', { processes: well, tableRows: 3, small: true })).toEqual(['p4', 'p5', '▌ p6']);
    expect(names('docs', { tableRows: 12, small: true })).toHaveLength(12);
  });

  it('keeps what fails before what is blocked where there is no room for both, and announces what is not seen', () => {
    const mixed = [
      sampleProcess('db', { state: 'circuit_open', trouble: true }),
      sampleProcess('web', { state: 'waiting', trouble: true }),
      sampleProcess('api', { state: 'waiting', trouble: true }),
      sampleProcess('mail', { state: 'backoff' }),
      sampleProcess('docs', { state: 'running' }),
      sampleProcess('pay', { state: 'failed', trouble: true }),
    ];
    const seen = (tableRows: number) => names('docs', { processes: mixed, tableRows, small: true });
    expect(seen(5)).toEqual(['db', 'api', 'mail', '▌ docs', 'pay']);
    expect(seen(4)).toEqual(['db', 'mail', '▌ docs', 'pay']);
    expect(seen(3)).toEqual(['db', '▌ docs', 'pay']);
    expect(seen(2)).toEqual(['db', '▌ docs']);
    expect(hint({ processes: mixed, tableRows: 4, small: true })).toMatch(/4 of 6 {3}1 blocked ↓$/);
    expect(hint({ processes: mixed, tableRows: 3, small: true })).toMatch(/3 of 6 {3}1 blocked ↓$/);
  });

  it('folds groups in which all is well where there is no room for all rows, but not that of the selected row', () => {
    const grouped = [
      ...['web', 'css'].map((name) => sampleProcess(name, { group: 'front' })),
      ...['api', 'db'].map((name) =>
        sampleProcess(name, { group: 'back', state: name === 'db' ? 'failed' : 'stopped', trouble: name === 'db' }),
      ),
      ...['mail', 'jobs'].map((name) => sampleProcess(name, { group: 'other' })),
    ];
    const seen = (selected: string, tableRows: number) =>
      names(selected, { processes: grouped, tableRows }).map((name) => name.replace(/ {2}.*/, ''));
    expect(seen('mail', 9)).toEqual(['front', 'web', 'css', 'back', 'api', 'db', 'other', '▌ mail', 'jobs']);
    expect(seen('mail', 8)).toEqual(['front', 'back', 'api', 'db', 'other', '▌ mail', 'jobs']);
    expect(seen('web', 8)).toEqual(['front', '▌ web', 'css', 'back', 'api', 'db', 'other']);
  });

  it('says over the last column which part is seen, where it is not all, and who is in trouble outside of it', () => {
    expect(hint({ tableRows: 4 })).toMatch(/^REASON +1–4 of 12 {3}2 failing ↓$/);
    expect(hint()).toBe('REASON');
    expect(hint({ choices: { filter: 'waiting' } })).toMatch(/^REASON +1 of 12$/);
    expect(hint({ tableWidth: 160, choices: { marked: new Set(['db']), troubleFirst: true } })).toMatch(
      /trouble first {3}1 marked$/,
    );
    expect(hint({ tableWidth: 60, tableRows: 4, choices: { troubleFirst: false } })).toMatch(/1–4 of 12 {3}2 failing ↓$/);
    const all = Array.from({ length: 9 }, (_, index) => sampleProcess(`p${index}`, { state: 'failed', trouble: true }));
    const seen = model('p4', { tableWidth: 50, tableRows: 3, processes: all, choices: { scrolled: 1 } }).headings!;
    expect(textOf(seen)).toMatch(/\d ↑ {3}\d ↓ *$/);
    const blocked = [sampleProcess('a'), sampleProcess('b'), sampleProcess('c', { state: 'waiting', trouble: true })];
    expect(hint({ processes: blocked, tableRows: 2 })).toMatch(/1 blocked ↓$/);
    const retrying = [...blocked.slice(0, 2), sampleProcess('c', { state: 'backoff' }), sampleProcess('d', { state: 'backoff' })];
    expect(hint({ processes: retrying, tableRows: 2 })).toMatch(/2 retrying ↓$/);
    const below = model('docs', { tableRows: 4 }).headings!;
    expect(below.find(({ text }) => text.includes('failing'))).toMatchObject({ text: '   2 failing ↑', tone: 'trouble' });
  });

  it('says in its titles what it is sorted by, and over the last column where that column is not shown', () => {
    const titles = (by: 'cpu' | 'name', reversed: boolean, tableWidth: number) =>
      model('api', { tableWidth, choices: { sort: { by, reversed } } })
        .headings!.map(({ text }) => text)
        .join('');
    expect(titles('cpu', false, 140)).toContain('  CPU▼');
    expect(titles('cpu', true, 140)).toContain('  CPU▲');
    expect(titles('name', false, 120)).toContain('   NAME▲ ');
    expect(titles('cpu', false, 80)).toMatch(/by cpu ▼ $/);
  });

  it('gives the reason of the selected row apart where the row cuts it', () => {
    expect(model('assets', { tableWidth: 50 }).cutReason?.whole).toBe('command not found (exit code 127)');
    expect([model('assets', { tableWidth: 80 }).cutReason, model('api').cutReason]).toEqual([undefined, undefined]);
    expect(model('mailer', { tableWidth: 50 }).cutReason).toBeUndefined();
  });

  it('has a grey bar at the selected row while the log has the focus', () => {
    expect(model('db').rows[1]!.cells[0]).toEqual({ text: ' ▌ ', tone: 'key' });
    expect(model('db', { focused: false }).rows[1]!.cells[0]).toEqual({ text: ' ▌ ', tone: 'dim' });
  });

  it('marks rows in the gutter', () => {
    expect(names('db', { tableRows: 3, choices: { marked: new Set(['api', 'db']) } })).toEqual(['*  api', '*▌ db', 'web']);
  });

  it('has the first process selected until the user chooses, or when the chosen one is gone', () => {
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
    expect(lines()).toEqual(['▌ db', 'front  1/2 up', 'web', 'css', 'back  1/2 up  1 failing', 'api', 'job']);
  });

  it('say how many of them are tried again', () => {
    const tried = processes.map((process) => (process.name === 'api' ? { ...process, state: 'backoff' as const } : process));
    expect(lines({ processes: tried })).toContain('back  0/2 up  1 failing  1 retrying');
  });

  it('are sorted within, and trouble first moves the group too', () => {
    const choices = { sort: { by: 'name', reversed: false }, troubleFirst: true } as const;
    expect(lines({ choices })).toEqual(['▌ db', 'back  1/2 up  1 failing', 'job', 'api', 'front  1/2 up', 'css', 'web']);
  });

  it('say how many the filter keeps out, and go when it keeps out all', () => {
    expect(lines({ choices: { filter: 'running' } })).toEqual([
      'front  1/1 up  1 filtered out',
      '▌ web',
      'back  1/1 up  1 filtered out',
      'api',
    ]);
    expect(lines({ choices: { filter: 'completed' } })).toEqual(['front  0/1 up  1 filtered out', '▌ css']);
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
