import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';
import { everyState, runningProcess, sampleProcess } from './stage/sample-processes.js';

describe('The dashboard', () => {
  it('draws every state with its glyph, word, time, circuit and reason at 120 columns', async () => {
    using app = await openApp();
    const table = app.screen.lines.slice(2, 15).map((line) => line.trimEnd());
    expect(table).toEqual([
      '   NAME      STATE               HEALTH     UPTIME   RST  CIRCUIT  REASON',
      ' ▌ api       ● running           healthy     1m30s     1  ●○○○○',
      '   db        ● running           healthy     4m00s     0',
      ' • web       ● running           unhealthy   3h05m     0           unhealthy: GET / answered 503',
      '   queue     ● trial             pending        3s     6  ◐◐◐◐◐    trial start, not healthy yet',
      '   flaky     ◌ retry 4/5 in 4s                         3  ●●●○○    restart 4 after exit code 1',
      ' • payments  ✖ circuit 42s                             5  ●●●●●    5 failures in 21s',
      '   migrate   ✔ completed                               0           exit code 0 after 2.1s',
      '   mailer    ◔ waiting                                 0           for db to be healthy',
      '   search    ◑ starting                                0',
      '   cache     ◐ stopping 8s                             0           SIGTERM sent',
      '   assets    ✖ failed                                  0           command not found (exit code 127)',
      '   docs      ○ stopped                                 0',
    ]);
  });

  it('says project, counts and time in the first line, and the keys that apply in the last', async () => {
    using app = await openApp();
    expect(app.screen.lines[0]).toMatch(
      /^ shop {2}3\/12 up {2}3 failing {2}1 retrying {2}1 waiting {2}1 starting {2}1 stopping {2}1 stopped .* {2,}\d\d:\d\d/,
    );
    expect(app.screen.lines[39]).toBe(
      ' x stop  r restart  c reset circuit  ! next trouble  / filter  f follow  Tab table/log  i details  q quit  ? more'.trimEnd(),
    );
  });

  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
    [50, 12],
    [41, 10],
    [161, 15],
  ])('fills a terminal of %ix%i exactly, whatever a process writes', async (columns, rows) => {
    using app = await openApp({ columns, rows });
    app.source.write('api', ['x'.repeat(500), '日本語'.repeat(100), '👩‍👩‍👧 e\u0301 \x1b]0;title\x07\ttab\rend']);
    await app.screen.shows('tabend');
    app.screen.press('right');
    app.screen.press('tab', 'right');
    await app.screen.shows('from column 9');
  });

  it('leaves out health and uptime at 80 columns, and scrolls the table beside what is in trouble', async () => {
    using app = await openApp({ columns: 80, rows: 18 });
    expect(app.screen.line('NAME')).toMatch(/NAME +STATE +RST +CIRCUIT .* 8 of 12$/);
    for (const name of ['web', 'flaky', 'payments', 'assets']) expect(app.screen.text).toContain(name);
    app.screen.press('G');
    await app.screen.shows('▌ docs');
    for (const name of ['web', 'flaky', 'payments', 'assets']) expect(app.screen.text).toContain(name);
  });

  it('scrolls the whole table where there are rows enough, and says what is in trouble out of view', async () => {
    const processes = (now: number) =>
      Array.from({ length: 3 }, (_, turn) => everyState(now).map((each) => ({ ...each, name: `${each.name}${turn}` }))).flat();
    using app = await openApp({ columns: 80, rows: 30, processes });
    expect(app.screen.line('NAME')).toMatch(/NAME +STATE +RST +CIRCUIT .*1–16 of 36 {3}\d failing ↓/);
    app.screen.press('G');
    await app.screen.shows('▌ docs2');
    expect(app.screen.line('NAME')).toMatch(/21–36 of 36 {3}\d failing ↑/);
  });

  it('sets the log beside a table that needs more than half of the height of a wide terminal', async () => {
    using few = await openApp({ columns: 300, rows: 60 });
    expect(few.screen.line('NAME')).toMatch(/REASON$/);
    const processes = (now: number) => Array.from({ length: 60 }, (_, index) => runningProcess(`p${index}`, now, 1000));
    using many = await openApp({ columns: 300, rows: 60, processes });
    expect(many.screen.line('NAME')).toMatch(/REASON .*│ {2}─ p0 ─/);
  });

  it('shows what is in trouble, or on the way there, before all else at 50x12', async () => {
    using app = await openApp({ columns: 50, rows: 12 });
    app.screen.press('j', 'j');
    await app.screen.shows('▌ web');
    expect(app.screen.lines.slice(1, 6).map((line) => line.slice(3, 9).trim())).toEqual([
      'web',
      'queue',
      'flaky',
      'paymen',
      'assets',
    ]);
  });

  it('says that 30x8 is too small, and draws again when there is room', async () => {
    using app = await openApp({ columns: 30, rows: 8 });
    expect(app.screen.text).toContain('The terminal is 30x8;');
    app.screen.press('j', 'k');
    await app.screen.resize(80, 24);
    await app.screen.shows('▌ api');
    await app.screen.resize(200, 50);
    await app.screen.shows('─ api ─');
    await app.screen.resize(40, 10);
    await app.screen.shows('▌ api');
  });

  it('says what to do where there are no processes', async () => {
    using app = await openApp({ processes: () => [] });
    await app.screen.shows('no processes yet; add some to watchdog.yaml');
    await app.screen.resize(40, 10);
    await app.screen.shows('   add processes to watchdog.yaml');
    await app.screen.resize(120, 40);
    expect(app.screen.text).not.toContain('watchdog init');
    app.screen.press('j', 'G', 'tab', 'k', 'f', 's');
    await app.screen.shows('there is no process to act on');
  });

  it('counts up and down with the clock, and shows a process that starts to run at once', async () => {
    using app = await openApp({ processes: (now) => [runningProcess('api', now, 8500), sampleProcess('db')] });
    await app.screen.shows('8s');
    app.clock.advance(1000);
    await app.screen.shows('9s');
    app.clock.advance(1000);
    await app.screen.shows('10s');
    app.clock.advance(5000);
    await app.screen.shows('15s');
    app.clock.advance(400);
    app.source.change('db', { state: 'backoff', desired: 'up', dueAt: app.clock.now() + 1000 });
    await app.screen.shows('in 1s');
  });

  it('leaves no timer behind when it closes', async () => {
    const app = await openApp();
    expect(app.clock.pending).toBe(1);
    app[Symbol.dispose]();
    expect(app.clock.pending).toBe(0);
  });

  it('says who still runs while the shutdown goes on', async () => {
    using app = await openApp({ shuttingDown: true });
    await app.screen.shows('shutting down, 9 left: ');
    expect(app.screen.line('shutting down')).toContain('Ctrl+C forces');
    expect(app.screen.lines.at(-1)).not.toContain('restart');
  });

  it('says so under a log that has the whole screen too', async () => {
    using app = await openApp({ shuttingDown: true });
    app.screen.press('z');
    await app.screen.hides('NAME');
    app.clock.advance(20_000); // What was said of the zoom is gone by then.
    app.source.write('api', ['its last words']);
    await app.screen.shows('its last words');
    expect(app.screen.line('shutting down')).toContain('9 left');
  });
});
