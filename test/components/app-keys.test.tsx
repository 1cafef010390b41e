import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';
import { sampleProcess } from './stage/sample-processes.js';

describe('Keys in the table', () => {
  it('select with j, k, arrows, g and G, also when several arrive at once', async () => {
    using app = await openApp();
    app.screen.press('j', 'down');
    await app.screen.shows('▌ web');
    app.screen.press('k');
    await app.screen.shows('▌ db');
    app.screen.press('jj');
    await app.screen.shows('▌ queue');
    app.screen.press('G');
    await app.screen.shows('▌ docs');
    app.screen.press('g');
    await app.screen.shows('▌ api');
  });

  it('keep the selected process selected when the order changes', async () => {
    using app = await openApp();
    app.screen.press('j');
    await app.screen.shows('▌ db');
    app.source.setProcesses([...app.source.processes()].reverse());
    await app.screen.shows('   docs');
    expect(app.screen.line('▌')).toContain('▌ db');
  });

  it('act on the selected process and say first what happens, then what became of it', async () => {
    using app = await openApp();
    app.screen.press('j', 'r');
    await app.screen.shows('restarting db…');
    expect(app.source.asked.map(({ action, name }) => `${action} ${name}`)).toEqual(['restart db']);
    app.source.asked[0]!.answer({ ok: true, text: 'db restarted, healthy after 1.3s' });
    await app.screen.shows('db restarted, healthy after 1.3s');
    app.clock.advance(4000);
    await app.screen.shows('db restarted, healthy after 1.3s');
    app.clock.advance(2000);
    await app.screen.hides('db restarted');
  });

  it('show a refusal for longer than a success', async () => {
    using app = await openApp();
    app.screen.press('G', 's');
    await app.screen.shows('starting docs…');
    app.source.asked[0]!.answer({ ok: false, text: 'port 3000 is held by pid 4242 (node)' });
    await app.screen.shows('port 3000 is held');
    app.clock.advance(7000);
    await app.screen.shows('port 3000 is held');
    app.clock.advance(2000);
    await app.screen.hides('port 3000 is held');
  });

  it('say why not when a command does not apply, without asking the supervisor', async () => {
    using app = await openApp();
    app.screen.press('s');
    await app.screen.shows('api: running already; r restarts it');
    app.screen.press('j', 'j', 'j', 'j', 'j', 's');
    await app.screen.shows('payments: circuit open, trial in 42s; c resets it and starts it');
    expect(app.source.asked).toEqual([]);
  });

  it('know F7 as start and F1 as help', async () => {
    using app = await openApp();
    app.screen.press('G', 'f7');
    await app.screen.shows('starting docs…');
    expect(app.source.asked.map(({ action }) => action)).toEqual(['start']);
    app.screen.press('f1');
    await app.screen.shows('Start the selected process');
  });

  it('keep their order when several are read at once, function keys among them', async () => {
    using app = await openApp();
    app.screen.burst('G', 'f7', 'k', 'k', 'f7', 'j');
    await app.screen.shows('▌ assets');
    expect(app.source.asked.map(({ action, name }) => `${action} ${name}`)).toEqual(['start docs', 'start cache']);
  });

  it('take no commands from pasted text', async () => {
    using app = await openApp();
    app.screen.press('\x1b[200~xrx\x1b[201~', 'j');
    await app.screen.shows('▌ db');
    expect(app.source.asked).toEqual([]);
  });
});

describe('The help', () => {
  it.each([
    [120, 40],
    [200, 60],
  ])('at %ix%i begins with the keys of the pane in focus, and has all others below', async (columns, rows) => {
    using app = await openApp({ columns, rows });
    app.screen.press('?');
    await app.screen.shows('Start the selected process');
    expect(app.screen.lines[3]).toMatch(/^ Table/);
    app.screen.press('G');
    await app.screen.shows('Quit; asks if something runs');
    app.screen.press('escape');
    await app.screen.shows('▌ api');
    app.screen.press('tab', '?');
    await app.screen.shows(' Log  ');
    expect(app.screen.lines[3]).toMatch(/^ Log/);
    app.screen.press('?');
    await app.screen.shows('▌ api');
  });

  it('begins with the keys of the pane in focus at 80x24 too, and scrolls to the others', async () => {
    using app = await openApp({ columns: 80, rows: 24 });
    app.screen.press('tab', '?');
    await app.screen.shows('Follow or pause the log');
    expect(app.screen.lines[3]).toMatch(/^ Log/);
    app.screen.press('j'.repeat(60));
    await app.screen.shows('Shut down; again forces it');
  });

  it('scrolls where the terminal is too low, says where in it one is, and lets no command through', async () => {
    using app = await openApp({ columns: 50, rows: 12 });
    app.screen.press('?');
    await app.screen.shows('j down');
    expect(app.screen.text).toMatch(/Keys {3}1–8 of \d+/);
    app.screen.press('x', 'j'.repeat(200));
    await app.screen.shows('Shut down; again forces it');
    app.screen.press('k'.repeat(200));
    await app.screen.shows('Select the row above');
    expect(app.source.asked).toEqual([]);
    expect(app.calls).toEqual([]);
  });
});

describe('Quitting', () => {
  it('asks while something runs; Enter does nothing, Esc and n say no, y says yes', async () => {
    using app = await openApp();
    app.screen.press('q');
    await app.screen.shows('Quit and stop api, db, web');
    expect(app.screen.lines.at(-1)).toBe(' y yes  b background  n cancel');
    app.screen.press('enter', 'n');
    await app.screen.hides('Quit and stop');
    app.screen.press('q');
    await app.screen.shows('Quit and stop');
    app.screen.press('escape');
    await app.screen.hides('Quit and stop');
    expect(app.calls).toEqual([]);
    app.screen.press('q', 'y');
    expect(app.calls).toEqual(['quit']);
  });

  it('does not ask when nothing runs', async () => {
    using app = await openApp({ processes: () => [sampleProcess('api'), sampleProcess('db', { state: 'completed' })] });
    app.screen.press('q');
    expect(app.calls).toEqual(['quit']);
  });

  it('reports every Ctrl+C, also over the help and the question', async () => {
    using app = await openApp();
    app.screen.press('ctrl+c', '?', 'ctrl+c');
    await app.screen.shows('Esc close');
    app.screen.press('?', 'q', 'ctrl+c');
    await app.screen.shows('Quit and stop');
    expect(app.calls).toEqual(['interrupt', 'interrupt', 'interrupt']);
  });
});
