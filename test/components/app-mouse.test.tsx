import { describe, expect, it } from 'vitest';
import { FakeScreen } from './stage/fake-screen.js';
import { type OpenApp, openApp } from './stage/open-app.js';
import { sampleProcess } from './stage/sample-processes.js';

/** What a terminal sends for the mouse at a cell, column and row from 0. */
const report = (code: number, x: number, y: number, end = 'M') => `\x1b[<${code};${x + 1};${y + 1}${end}`;
const click = (x: number, y: number): readonly string[] => [report(0, x, y), report(0, x, y, 'm')];
const wheelUp = (x: number, y: number) => report(64, x, y);
const wheelDown = (x: number, y: number) => report(65, x, y);

/** The first cell of a text. */
function cellOf({ screen }: OpenApp, text: string): readonly [x: number, y: number] {
  const y = screen.lines.findIndex((line) => line.includes(text));
  expect(y, `"${text}" in:\n${screen.text}`).toBeGreaterThanOrEqual(0);
  return [screen.lines[y]!.indexOf(text), y];
}

function clickOn(app: OpenApp, text: string): void {
  app.screen.press(...click(...cellOf(app, text)));
}

function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index}.`);
}

const many = () => Array.from({ length: 60 }, (_, index) => sampleProcess(`p${index}.`));

describe('A click', () => {
  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
    [60, 15],
  ])('at %ix%i selects the row under it', async (columns, rows) => {
    using app = await openApp({ columns, rows });
    for (const name of ['payments', 'db', 'api', 'search']) {
      const y = app.screen.lines.findIndex((line) => new RegExp(`^ [ ▌•] ${name} `).test(line));
      if (y === -1) continue;
      app.screen.press(...click(columns > 160 ? 100 : 5, y));
      await app.screen.shows(` ▌ ${name}`);
      expect(app.screen.text.split('▌')).toHaveLength(2);
    }
    expect(app.screen.text).toMatch(/▌ (search|api|payments)/);
  });

  it('takes the focus to the table, and into a log', async () => {
    using app = await openApp();
    app.source.write('api', ['hello']);
    await app.screen.shows('hello');
    clickOn(app, 'hello');
    await app.screen.shows('v select');
    clickOn(app, 'payments');
    await app.screen.hides('v select');
    await app.screen.shows('▌ payments');
  });

  it('on a pinned pane gives it the focus', async () => {
    using app = await openApp({ columns: 160 });
    app.source.write('api', ['of api']);
    app.screen.press('|', 'j');
    await app.screen.shows('of api');
    clickOn(app, 'of api');
    await app.screen.shows('v select');
    app.screen.press('|');
    await app.screen.hides('of api');
  });

  it('twice on a row within 0.4 s opens its details; slower, or on two rows, it does not', async () => {
    using app = await openApp();
    clickOn(app, 'payments');
    app.clock.advance(401);
    clickOn(app, 'payments');
    clickOn(app, 'api');
    await app.screen.shows('▌ api');
    app.clock.advance(399);
    clickOn(app, 'api');
    await app.screen.shows('desired: up');
  });

  it('on a title sorts by it, and again reverses; on one that nothing is sorted by it does nothing', async () => {
    using app = await openApp({ columns: 160 });
    clickOn(app, 'NAME');
    await app.screen.shows('NAME▲');
    clickOn(app, 'HEALTH');
    clickOn(app, 'NAME▲');
    await app.screen.shows('NAME▼');
    clickOn(app, 'CPU');
    await app.screen.shows('CPU▼');
  });

  it('on a count of the header lists what it counts, and again all', async () => {
    using app = await openApp();
    clickOn(app, '3 failing');
    await app.screen.hides('▌ api');
    expect(app.screen.text).toContain('3 of 12');
    for (const name of ['web', 'payments', 'assets']) expect(app.screen.text).toContain(` ${name} `);
    clickOn(app, '3 failing');
    await app.screen.shows('▌ api');
  });

  it('on the footer runs the command there, with its question where there is one', async () => {
    using app = await openApp();
    clickOn(app, '/ filter');
    await app.screen.shows('Enter apply');
    app.screen.press('w', 'e', 'b');
    clickOn(app, 'Enter apply');
    await app.screen.hides('payments');
    app.screen.press('escape');
    await app.screen.shows('payments');
    clickOn(app, 'i details');
    await app.screen.shows('Esc back');
    clickOn(app, 'Esc back');
    await app.screen.shows('q quit');
    app.clock.advance(500);
    clickOn(app, 'q quit');
    await app.screen.shows('Quit and stop');
    expect(app.calls).toEqual([]);
    app.clock.advance(500);
    clickOn(app, 'payments');
    clickOn(app, 'NAME');
    app.clock.advance(500);
    expect(app.screen.text).toContain('Quit and stop');
    app.screen.press(...click(app.screen.lines.at(-1)!.indexOf('n cancel'), app.screen.lines.length - 1));
    await app.screen.hides('Quit and stop');
    expect(app.screen.text).not.toContain('▌ payments');
    clickOn(app, 'q quit');
    await app.screen.shows('y yes');
    const [x, y] = cellOf(app, 'y yes');
    app.screen.press(...click(x, y));
    app.screen.press('?');
    expect(app.calls).toEqual([]);
    app.clock.advance(500);
    app.screen.press(...click(x, y));
    expect(app.calls).toEqual(['quit']);
  });

  it('on a menu runs its item, and beside it closes it', async () => {
    using app = await openApp({ columns: 160 });
    app.screen.press('o');
    await app.screen.shows('sort the rows');
    clickOn(app, 'By memory');
    await app.screen.hides('sort the rows');
    await app.screen.shows('MEM▼');
    app.screen.press('o');
    await app.screen.shows('sort the rows');
    clickOn(app, 'payments');
    await app.screen.hides('sort the rows');
    expect(app.screen.text).not.toContain('▌ payments');
  });

  it('on a line of the palette chooses it, and twice takes it', async () => {
    using app = await openApp();
    app.screen.press(':');
    app.screen.press('g', 'o', ' ', 't', 'o');
    await app.screen.shows('go to payments');
    clickOn(app, 'go to payments');
    await app.screen.shows('▌ go to payments');
    clickOn(app, 'go to payments');
    await app.screen.shows('▌ payments');
  });
});

describe('The wheel', () => {
  it('scrolls the table under it by three rows and leaves the selection, to which a key comes back', async () => {
    using app = await openApp({ processes: many });
    await app.screen.shows('▌ p0.');
    const [x, y] = cellOf(app, 'p1.');
    app.screen.press(wheelDown(x, y), wheelDown(x, y));
    await app.screen.hides('p5. ');
    expect(app.screen.text).toContain('p6. ');
    expect(app.screen.text).toContain(' ─ p0. ─');
    app.screen.press(wheelUp(x, y));
    await app.screen.shows('p3. ');
    app.screen.press('j');
    await app.screen.shows('▌ p1.');
  });

  it('scrolls the log under it by three lines wherever the focus is, and a page', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 90));
    await app.screen.shows('line 89.');
    const [x, y] = cellOf(app, 'line 80.');
    app.screen.press(wheelUp(x, y));
    await app.screen.hides('line 87.');
    expect(app.screen.text).toContain('line 86.');
    expect(app.screen.text).not.toContain('v select');
    app.screen.press(wheelDown(x, y));
    await app.screen.shows('line 89.');
    await app.screen.shows('following');
    await app.screen.resize(80, 24);
    app.screen.press('?');
    await app.screen.shows('Esc close');
    const first = app.screen.lines[2]!;
    app.screen.press(wheelDown(5, 10));
    await app.screen.hides(first);
    app.screen.press(wheelUp(5, 10));
    await app.screen.shows(first);
  });
});

describe('A drag in a log', () => {
  it('selects text there that stays and is copied by y, whatever comes meanwhile', async () => {
    using app = await openApp();
    app.source.write('api', ['first line', 'second line', 'third line']);
    await app.screen.shows('third line');
    const [x, y] = cellOf(app, 'first line');
    app.screen.press(report(0, x + 6, y), report(32, x + 7, y + 1), report(32, x + 4, y + 2));
    app.source.write('api', numbered(0, 60));
    app.screen.press(report(0, x + 4, y + 2, 'm'));
    await app.screen.shows('y copies what is selected');
    await app.screen.shows('y copy');
    app.screen.press('y');
    await app.screen.hides('y copy ');
    expect(app.exportTargets.copied).toEqual(['line\nsecond line\nthird']);
  });

  it('over its edge takes more than is seen', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 90));
    await app.screen.shows('line 89.');
    const top = cellOf(app, 'following')[1] + 1;
    const [x, y] = cellOf(app, 'line 80.');
    app.screen.press(report(0, x + 7, y));
    for (let step = 0; step < 12; step += 1) app.screen.press(report(32, x + (step % 2), top - 1));
    app.screen.press(report(0, x, top - 1, 'm'), 'y');
    await app.screen.shows('lines copied');
    const lines = app.exportTargets.copied[0]!.split('\n');
    expect(lines.at(-1)).toBe('line 80.');
    expect(lines.length).toBeGreaterThan(app.screen.lines.filter((line) => line.includes('line ')).length - 9 + 10);
  });

  it('that is only a click selects nothing, lets the log follow, and ends what was selected', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 90));
    await app.screen.shows('line 89.');
    clickOn(app, 'line 80.');
    await app.screen.shows('v select');
    expect(app.screen.text).toContain('following');
    app.screen.press('v');
    await app.screen.shows('y copy');
    clickOn(app, 'line 80.');
    await app.screen.shows('v select');
  });
});

describe('The mouse', () => {
  it('is given to the terminal by M and taken back, which is said; also over a page', async () => {
    using app = await openApp();
    app.screen.press('M');
    await app.screen.shows('the mouse selects, scrolls and clicks here; M gives it back');
    app.screen.press('M');
    await app.screen.shows('M takes it back');
    app.screen.press('?');
    await app.screen.shows('Esc close');
    app.screen.press('M');
    await app.screen.shows('M gives it back');
    expect(app.calls).toEqual(['mouse', 'mouse', 'mouse']);
  });

  it('is no text in a prompt, and does nothing but on the footer while a program is typed into', async () => {
    using app = await openApp();
    app.screen.press('/');
    app.screen.burst('w', ...click(50, 30), 'e', '\x1b[<35;1;1M', 'b');
    await app.screen.shows('web');
    app.screen.press('escape');
    await app.screen.shows('q quit');
    const terminal = new FakeScreen();
    app.source.screens.set('api', terminal);
    app.source.change('api', {});
    app.screen.press('I');
    await app.screen.shows('typing into api');
    app.screen.press(...click(5, 5), wheelUp(5, 30), '\x1b[<0;1', '2;5M');
    app.screen.press('a');
    expect(terminal.typed.map(({ text }) => text).join('')).toBe('a');
    expect(app.screen.text).toContain('▌ api');
    clickOn(app, 'Ctrl+] leave the terminal');
    await app.screen.hides('typing into');
  });

  it('does nothing beside things, nor on a terminal that is too small', async () => {
    using app = await openApp();
    const before = app.screen.text;
    for (const [x, y] of [
      [3, 0],
      [3, 1],
      [60, 38],
      [119, 39],
      [500, 500],
    ] as const)
      app.screen.press(...click(x, y), wheelUp(x, y), report(2, x, y));
    expect(app.screen.text).toBe(before);
    await app.screen.resize(30, 8);
    app.screen.press(...click(3, 3), wheelDown(3, 3));
    expect(app.screen.text).toContain('The terminal is 30x8');
  });
});
