import { describe, expect, it } from 'vitest';
import { themeFor } from '../../src/view/text/themes.js';
import { openApp, openLog } from './stage/open-app.js';

function numbered(from: number, to: number, word = 'line'): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `${word} ${from + index}.`);
}

const colourless = { theme: themeFor({ NO_COLOR: '1' }) };

describe('Stamps', () => {
  it('go from the clock to the time since the start of the generation, and off', async () => {
    using app = await openLog([], colourless);
    app.source.write('api', ['started, pid 7'], 'watchdog', 'start');
    app.clock.advance(1204);
    app.source.write('api', ['listening']);
    await app.screen.shows('listening');
    app.screen.press('t');
    await app.screen.shows('.204  listening');
    expect(app.screen.line('listening')).toMatch(/^ \d\d:\d\d:\d\d\.204 {2}listening/);
    app.screen.press('t');
    await app.screen.shows('   +1.204s  listening');
    app.screen.press('t');
    await app.screen.shows('\n listening');
  });
});

describe('Wrapped lines', () => {
  it('show all of a long line, count as rows when they are scrolled, and keep their place', async () => {
    using app = await openLog(['first.', `long ${'0123456789'.repeat(30)} end.`, ...numbered(0, 18)]);
    expect(app.screen.text).not.toContain(' end.');
    app.screen.press('w');
    await app.screen.shows(' end.');
    app.screen.press('k');
    await app.screen.hides('line 17.');
    app.screen.press('k', 'k');
    await app.screen.shows('first.');
    const before = app.screen.lines[18];
    app.source.write('api', numbered(18, 90));
    await app.screen.shows('▼ 72 new');
    expect(app.screen.lines[18]!.slice(0, 100)).toBe(before!.slice(0, 100));
    app.screen.press('f6');
    await app.screen.hides(' end.');
  });
});

describe('Pretty lines', () => {
  it('read as level, time, message and the rest, and leave other lines as they are', async () => {
    const time = Date.parse('2026-11-23T10:00:00.113Z');
    using app = await openLog(
      [
        `{"level":50,"time":${time},"msg":"no answer","req":{"id":7},"host":"a"}`,
        'level=warn msg="slow query" took=812ms',
        'GET /?a=1&b=2 200',
        '{not json}',
      ],
      colourless,
    );
    app.screen.press('p');
    await app.screen.shows('no answer req={"id":7} host=a');
    expect(app.screen.line('no answer')).toMatch(/^▍ERROR \d\d:\d\d:\d\d\.113 no answer/);
    expect(app.screen.line('slow query')).toMatch(/^┆WARN {2}slow query took=812ms/);
    expect(app.screen.text).toContain('\n GET /?a=1&b=2 200');
    expect(app.screen.text).toContain('\n {not json}');
    app.screen.press('p');
    await app.screen.shows('{"level":50');
  });
});

describe('The logs of all', () => {
  it('stand as one in the order received, with names before them, also while filtered', async () => {
    using app = await openLog(['api one'], colourless);
    app.clock.advance(1);
    app.source.write('db', ['db one']);
    app.clock.advance(1);
    app.source.write('api', ['api two'], 'stderr');
    app.screen.press('a');
    await app.screen.shows('all processes');
    const seen = () => app.screen.lines.slice(17, 21).map((line) => line.trim().replace(/ +/g, ' '));
    expect(seen()).toEqual(['api | api one', 'db | db one', '▏api | api two', '']);
    app.screen.press('&', 'one', 'enter');
    await app.screen.shows('2 of 3 lines match');
    expect(seen().slice(0, 2)).toEqual(['api | api one', 'db | db one']);
    app.source.write('web', ['web one']);
    await app.screen.shows('3 of 4 lines match');
    app.screen.press('a');
    await app.screen.shows('\n api two'.replace(' api', '▏api'));
  });

  it('are listed from the table too', async () => {
    using app = await openApp(colourless);
    app.source.write('db', ['db one']);
    app.screen.press('a');
    await app.screen.shows('db       | db one');
  });
});

describe('Pinned panes', () => {
  it('show their process wherever the selection goes, until | unpins them', async () => {
    using app = await openApp();
    app.source.write('api', ['api one']);
    app.source.write('db', ['db one']);
    app.screen.press('|');
    await app.screen.shows('▪ api');
    app.screen.press('j', '|');
    await app.screen.shows('▪ db');
    app.screen.press('j');
    await app.screen.shows(' web  ');
    expect(app.screen.line('api one')).toMatch(/ │ {2}api one +│ {2}db one/);
    app.screen.press('|');
    await app.screen.shows('only two pins; Tab to one, then | unpins it');
    app.screen.press('tab', 'tab', '|');
    await app.screen.hides('▪ api');
    expect(app.screen.text).toContain('▪ db');
  });

  it('scroll by themselves; Tab goes from one to the next and back to the table', async () => {
    using app = await openApp({ columns: 200, rows: 40 });
    app.source.write('api', numbered(0, 300));
    app.screen.press('|', 'tab', 'tab', 'g');
    await app.screen.shows('line 0.');
    expect(app.screen.text).toContain('line 299.');
    app.screen.press('tab', 'j');
    await app.screen.shows('▌ db');
  });

  it('are as many as fit, and always the one with the focus', async () => {
    using app = await openApp({ columns: 60, rows: 24 });
    app.source.write('api', ['api one']);
    app.screen.press('|', 'j', '|', 'j');
    await app.screen.shows('▪ api');
    expect(app.screen.text).not.toContain('▪ db');
    app.screen.press('tab', 'tab', 'tab');
    await app.screen.shows('▪ db');
    expect(app.screen.text).not.toContain('▪ api'.padEnd(80));
  });
});

describe('A pinned pane whose process is removed', () => {
  it('goes with it, with a word, and the others stay', async () => {
    using app = await openApp({ columns: 200, rows: 40 });
    app.screen.press('|', 'j', '|', 'tab', 'tab', 'tab');
    await app.screen.shows('▪ db');
    app.source.setProcesses(app.source.processes().filter(({ name }) => name !== 'db'));
    await app.screen.shows('db was removed, and its pane with it');
    expect(app.screen.text).not.toContain('▪ db');
    expect(app.screen.text).toContain('▪ api');
    app.screen.press('|');
    await app.screen.hides('▪ api');
  });

  it('gives the whole screen back', async () => {
    using app = await openApp({ columns: 120, rows: 40 });
    app.screen.press('|', 'tab', 'tab', 'z');
    await app.screen.hides('STATE');
    app.source.setProcesses(app.source.processes().filter(({ name }) => name !== 'api'));
    await app.screen.shows('STATE');
    expect(app.screen.text).toContain('api was removed, and its pane with it');
  });
});

describe('A zoomed pane', () => {
  it('has the whole screen but for a line that says where one is, until z or Esc', async () => {
    using app = await openLog(numbered(0, 300));
    app.screen.press('z');
    await app.screen.shows('z back');
    expect(app.screen.lines.slice(0, -1)).toEqual(numbered(261, 300));
    expect(app.screen.lines.at(-1)).toMatch(/^ api {3}following .* z back$/);
    app.screen.press('k');
    await app.screen.shows('line 260.');
    expect(app.screen.lines.at(-1)).toMatch(/^ api {3}held .* z back {3}G follow$/);
    app.source.write('api', ['one', 'two']);
    await app.screen.shows('held ▼ 2 new');
    app.screen.press('/', '27');
    await app.screen.shows(' /27');
    expect(app.screen.lines.at(-1)).toMatch(/\/27 .*of 13/);
    app.screen.press('escape');
    await app.screen.hides('/27');
    app.screen.press('escape');
    await app.screen.shows('▌ api');
    app.screen.press('z');
    await app.screen.hides('▌ api');
    app.screen.press('z');
    await app.screen.shows('▌ api');
  });
});

describe('A zoomed pane with wrapped lines', () => {
  it('marks the rows that go on, and has no marks without', async () => {
    using app = await openLog(['short']);
    app.source.write('api', [`${'long '.repeat(40)}end`]);
    app.screen.press('z', 'w');
    await app.screen.shows('end');
    const [first, second] = app.screen.lines.filter((line) => line.includes('long'));
    expect(first).toMatch(/^ long long/);
    expect(second).toMatch(/^↳/);
    app.screen.press('w');
    await app.screen.hides('end');
    expect(app.screen.lines.find((line) => line.includes('long'))).toMatch(/^long long/);
  });
});

describe('Over a zoomed pane', () => {
  it('lies the menu that is open, with its keys', async () => {
    using app = await openLog(numbered(0, 300));
    app.screen.press('z');
    await app.screen.hides('▌ api');
    app.screen.press('A');
    await app.screen.shows('act on several processes');
    expect(app.screen.text).toContain('line 270.');
    app.screen.press('a');
    await app.screen.shows('act on all 12');
    app.screen.press('escape');
    await app.screen.hides('act on all 12');
    expect(app.screen.text).not.toContain('▌ api');
  });
});

describe('A cleared view', () => {
  it('starts with what comes next, forgets nothing, and Esc brings the rest back', async () => {
    using app = await openLog(numbered(0, 30));
    app.screen.press('ctrl+k');
    await app.screen.shows('the view starts here; Esc brings 30 lines back');
    expect(app.screen.text).toContain('cleared; new lines appear here');
    app.source.write('api', ['fresh one']);
    await app.screen.shows('fresh one');
    expect(app.screen.text).not.toContain('line 29.');
    expect(app.screen.text).toContain('1 of 31 lines listed');
    app.screen.press('escape');
    await app.screen.shows('line 29.');
  });
});
