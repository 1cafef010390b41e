import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../src/supervisor/snapshot/process.js';
import { openApp } from './stage/open-app.js';
import { anyProcess, everyState, runningProcess, sampleProcess } from './stage/sample-processes.js';

const twoHundred = (now: number): readonly ProcessSnapshot[] =>
  Array.from({ length: 200 }, (_, index) =>
    runningProcess(`worker-${index + 1}`, now, index * 1000, { cpu: index % 50, memory: index * 1_048_576 }),
  );

const grouped = (now: number): readonly ProcessSnapshot[] => [
  runningProcess('db', now, 5000),
  runningProcess('api', now, 5000, { group: 'back' }),
  sampleProcess('job', { group: 'back' }),
  runningProcess('web', now, 5000, { group: 'front' }),
];

describe('A table of 200 processes', () => {
  it.each([
    [60, 15],
    [80, 24],
    [120, 40],
    [200, 60],
  ])('scrolls at %ix%i and says where', async (columns, rows) => {
    using app = await openApp({ columns, rows, processes: twoHundred });
    const seen = () => app.screen.lines.filter((line) => line.includes('● running')).length;
    const height = seen();
    expect(app.screen.line('NAME')).toContain(`1–${height} of 200`);
    app.screen.press('pagedown');
    await app.screen.shows(`▌ worker-${height + 1} `);
    app.screen.press('G');
    await app.screen.shows('▌ worker-200');
    expect(app.screen.line('NAME')).toContain(`${201 - height}–200 of 200`);
    app.screen.press('k');
    await app.screen.shows('▌ worker-199');
    expect(app.screen.line('NAME')).toContain(`${201 - height}–200 of 200`);
    expect(seen()).toBe(height);
  });

  it('leaves the selected row at its place on the screen when the others change places', async () => {
    using app = await openApp({ processes: twoHundred, columns: 160 });
    app.screen.press('o', 'c', ...Array.from({ length: 60 }, () => 'j'));
    await app.screen.shows('CPU▼');
    await app.screen.shows('▌ worker-');
    const place = () => app.screen.lines.findIndex((line) => line.includes('▌ worker-'));
    const [before, row] = [place(), app.screen.line('▌ worker-').slice(0, 15)];
    const asks = app.source.processes();
    app.source.setProcesses(asks.map((process, index) => ({ ...process, cpu: (index * 37) % 101 })));
    app.clock.advance(6000);
    await app.screen.shows(row);
    expect(place()).toBe(before);
  });
});

describe('A reason that its row cuts', () => {
  const reason =
    (words: string, others = 0) =>
    (now: number) => [
      sampleProcess('assets', { ...everyState(now)[10], name: 'assets', brief: words }),
      ...Array.from({ length: others }, (_, index) => sampleProcess(`other-${index}`)),
    ];

  it('is whole under the row, where there are rows to spare', async () => {
    const words = 'permission denied: /usr/local/bin/assets/with/a/long/path';
    using app = await openApp({ columns: 80, rows: 24, processes: reason(words, 5) });
    const at = app.screen.lines.findIndex((line) => line.includes('▌ assets'));
    expect(app.screen.lines[at + 1]!.trim()).toBe(words);
    expect(app.screen.lines[at + 2]).toMatch(/^ {3}other-0 /);
    expect(app.screen.lines.filter((line) => line.includes('/with/a/long/path'))).toHaveLength(2);
  });

  it('is whole in its row, where there are none', async () => {
    const words = 'permission denied: /usr/local/bin/assets';
    using app = await openApp({ columns: 80, rows: 24, processes: reason(words, 20) });
    expect(app.screen.line('✖ failed')).toMatch(new RegExp(`✖ failed +${words}$`));
  });

  it('is whole for each of eleven that fail at 80x24, in their rows or under them', async () => {
    const causes = [
      'the module express is missing',
      "TypeError: Cannot read properties of undefined (reading 'id')",
      'the module sqlalchemy_utils is missing',
      'command not found: elasticsearch-serve',
      'connection refused on port 54321',
      'command not found: redis-server-nope',
      'exit code 3',
      'the variable SCHEDULER_TIMEZONE is not set',
      'RangeError: Invalid currency code : EURO in price list 2024',
      'ended by SIGSEGV: bad memory access',
      'there is no /srv/reports/config.json',
    ];
    const failing = (now: number) =>
      causes.map((what, index) => {
        const death = { at: now, exit: null, cause: { kind: 'file_missing', what, advice: '', port: null } } as const;
        return sampleProcess(`payments-${10 + index}`, { state: 'failed', trouble: true, startCount: 1, death });
      });
    using app = await openApp({ columns: 80, rows: 24, processes: failing });
    expect(causes.filter((cause) => !app.screen.text.includes(cause))).toEqual([]);
    expect(app.screen.lines.filter((line) => /payments-\d\d +✖ failed/.test(line))).toHaveLength(11);
  });

  it('is whole in the title of its log, where the row of what runs again has no room for it', async () => {
    const cause = { kind: 'host_unknown', what: 'cannot resolve host db.internal', advice: '', port: null } as const;
    const exit = { code: 1, signal: null };
    using app = await openApp({ columns: 80, rows: 24, processes: reason('', 20) });
    const death = { at: app.source.wallTime() - 9000, exit, cause };
    const [, ...others] = app.source.processes();
    app.source.setProcesses([runningProcess('assets', app.source.now(), 9000, { death }), ...others]);
    await app.screen.shows(' restarted: cannot resolve host db.internal ─');
    expect(app.screen.line('▌ assets')).toMatch(/restarted: cannot resolve .*…$/);
  });

  it('is above the footer where the title has no room either, as long as there is nothing else to say', async () => {
    const words = 'permission denied: /usr/local/bin/assets/with/a/long/path';
    using app = await openApp({ columns: 80, rows: 24, processes: reason(words, 20) });
    await app.screen.shows(` assets: ${words}`);
    app.screen.press('x');
    await app.screen.shows('assets: not running; s starts it');
    await app.screen.hides(`assets: ${words}`);
  });
});

describe('Groups on the screen', () => {
  it.each([
    [60, 15],
    [80, 24],
    [120, 40],
    [200, 60],
  ])('stand under thin headings at %ix%i', async (columns, rows) => {
    using app = await openApp({ columns, rows, processes: grouped });
    app.screen.press('j');
    await app.screen.shows('▌ back  1/2 up ──');
    if (rows > 15) expect(app.screen.line('front')).toMatch(/^ {3}front {2}1\/1 up ─+/);
    expect(app.screen.text).toContain('select a process to read its log');
  });

  it('are acted upon as one, and the toast becomes the outcome', async () => {
    using app = await openApp({ processes: grouped });
    app.screen.press('j', ' ', 'r');
    await app.screen.shows('Restart api, job?');
    app.screen.press('enter', 'y');
    await app.screen.shows('restarting 2 processes…');
    expect(app.source.asked.map(({ action, name }) => `${action} ${name}`)).toEqual(['restart api', 'restart job']);
    app.source.asked[0]!.answer({ ok: true, text: 'api restarted' });
    app.source.asked[1]!.answer({ ok: false, text: 'job did not start: no such file' });
    await app.screen.shows('1 restarted; job did not start: no such file');
    expect(app.screen.line('api')).toContain('*  api');
    app.screen.press('escape');
    await app.screen.hides('*  api');
  });
});

describe('A little menu', () => {
  it.each([
    [40, 10],
    [60, 15],
    [80, 24],
    [200, 60],
  ])('shows its keys over the panes at %ix%i, and Esc closes it', async (columns, rows) => {
    using app = await openApp({ columns, rows, processes: grouped });
    app.screen.press('o');
    await app.screen.shows('sort the rows ─');
    for (const words of ['n  By name', 't  Trouble first']) expect(app.screen.text).toContain(words);
    expect(app.screen.lines.at(-1)!.trim()).toBe('Esc close');
    app.screen.press('escape');
    await app.screen.hides('sort the rows');
    app.screen.press('A');
    await app.screen.shows('a  all 4');
    app.screen.press('a');
    await app.screen.shows('R  Kill and');
    app.screen.press('escape');
    await app.screen.hides('act on all 4');
    expect(app.source.asked).toEqual([]);
  });
});

describe('Whatever the user does to the table', () => {
  const keys = fc.array(
    fc.constantFrom(
      'j',
      'k',
      'g',
      'G',
      'pageup',
      'pagedown',
      ' ',
      'A',
      'm',
      'a',
      'o',
      'n',
      's',
      'c',
      'r',
      't',
      'f',
      'x',
      'escape',
      '/',
      'u',
      'enter',
      'y',
    ),
    { maxLength: 14 },
  );
  const size = fc.record({ columns: fc.integer({ min: 40, max: 220 }), rows: fc.integer({ min: 10, max: 64 }) });

  it('no line is wider than the terminal, and the selected row is seen', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.uniqueArray(anyProcess, { selector: (each) => each.name, maxLength: 8 }),
        keys,
        async (at, made, pressed) => {
          const processes = (now: number): readonly ProcessSnapshot[] =>
            made.map(({ like, ...fields }) => ({ ...everyState(now)[like]!, ...fields }));
          using app = await openApp({ ...at, processes });
          app.screen.press(...pressed);
          app.clock.advance(1000);
          const expected = (): boolean =>
            app.screen.lines.length === at.rows &&
            app.screen.lines.every((line) => stringWidth(line) <= at.columns && !line.includes('\x1b')) &&
            (/▌|no process matches|no processes| Esc back|^ ── /m.test(app.screen.text) || made.length === 0);
          await app.screen.resize(at.columns, at.rows);
          expect(expected(), `${JSON.stringify(pressed)} at ${at.columns}x${at.rows}:\n${app.screen.text}`).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });
});
