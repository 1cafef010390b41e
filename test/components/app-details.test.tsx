import { describe, expect, it } from 'vitest';
import type { ProbeTrack } from '../../src/supervisor/health/history.js';
import { type OpenApp, openApp } from './stage/open-app.js';
import { sampleCard, sampleDetails } from './stage/sample-details.js';

async function openDetails(size: { readonly columns: number; readonly rows: number }): Promise<OpenApp> {
  const app = await openApp(size);
  app.source.known.set(
    'api',
    sampleDetails('api', { configuration: Array.from({ length: 60 }, (_, row) => `row${row}: x`).join('\n') }),
  );
  const at = app.clock.wallTime();
  app.source.cards.set('api', [sampleCard(1, at), sampleCard(4, at), sampleCard(9, at, { count: 3 })]);
  return app;
}

function probe(count: number): readonly ProbeTrack[] {
  const records = Array.from({ length: count }, (_, at) => ({ ok: true, message: `HTTP 200 number ${at}`, at, latencyMs: at }));
  return [{ id: 'health', records }];
}

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('The details on $columns x $rows', (size) => {
  it('open with i, with Enter in the table and with F3, and close with Esc', async () => {
    using app = await openDetails(size);
    for (const key of ['i', 'enter', '\x1bOR']) {
      app.screen.press(key);
      await app.screen.shows('started once');
      expect(app.screen.lines[size.rows >= 20 ? 2 : 1]).toContain('api   ● running   healthy');
      app.screen.press('escape');
      await app.screen.shows('▌ api');
    }
    expect(app.calls).toEqual([]);
  });

  it('scroll by lines and pages and to both ends, the name staying on top', async () => {
    using app = await openDetails(size);
    app.screen.press('i');
    await app.screen.shows('Crashes');
    expect(app.screen.text).not.toContain('row59: x');
    app.screen.press('G');
    await app.screen.shows('row59: x');
    expect(app.screen.text).toContain('api   ● running');
    app.screen.press('k');
    await app.screen.hides('row59: x');
    app.screen.press('j');
    await app.screen.shows('row59: x');
    app.screen.press('pageup');
    await app.screen.hides('row59: x');
    app.screen.press('pagedown');
    await app.screen.shows('row59: x');
    app.screen.press('g');
    await app.screen.shows('desired: up');
  });

  it('walk the crash cards with [ and ], and Esc goes back to the process first', async () => {
    using app = await openDetails(size);
    app.screen.press('i', '[');
    await app.screen.shows('crash 3 of 3, 3 times, last');
    expect(app.screen.line('▏')).toContain('Error: number 9');
    app.screen.press('[');
    await app.screen.shows('crash 2 of 3');
    app.screen.press('[', '[', '[');
    await app.screen.shows('crash 1 of 3');
    expect(app.screen.line('▏')).toContain('Error: number 1');
    app.screen.press(']');
    await app.screen.shows('crash 2 of 3');
    app.screen.press('escape');
    await app.screen.shows('desired: up');
    app.screen.press('escape');
    await app.screen.shows('▌ api');
  });

  it('follow what happens while they are read, without moving what is under the eye', async () => {
    using app = await openDetails(size);
    app.screen.press('i');
    await app.screen.shows('running for 1m31s');
    app.clock.advance(2000);
    await app.screen.shows('running for 1m33s');
    app.screen.press('j'.repeat(30));
    const top = 3;
    await app.screen.hides('desired: up');
    const read = app.screen.lines[top];
    app.source.known.set('api', { ...app.source.known.get('api')!, probes: probe(5) });
    app.source.change('api', { healthFailures: 1, health: 'unhealthy' });
    await app.screen.shows('● running   unhealthy');
    expect(app.screen.lines[top]).toBe(read);
    app.screen.press('g');
    await app.screen.shows('HTTP 200 number 4');
  });
});

describe('The details', () => {
  it('keep their card when a newer death comes, and count it', async () => {
    using app = await openDetails({ columns: 80, rows: 24 });
    app.screen.press('i', '[', '[');
    await app.screen.shows('crash 2 of 3');
    app.source.cards.set('api', [...app.source.crashes('api'), sampleCard(12, app.clock.wallTime())]);
    app.source.change('api', { restartCount: 5 });
    await app.screen.shows('crash 2 of 4');
    expect(app.screen.line('▏')).toContain('Error: number 4');
  });

  it('of a process that was removed say so', async () => {
    using app = await openDetails({ columns: 80, rows: 24 });
    app.screen.press('i');
    await app.screen.shows('desired: up');
    app.source.known.delete('api');
    app.source.setProcesses(app.source.processes().slice(1));
    await app.screen.shows('api was removed');
  });

  it('let no command of the table through but those on the process', async () => {
    using app = await openDetails({ columns: 80, rows: 24 });
    app.screen.press('i');
    await app.screen.shows('desired: up');
    app.screen.press('a', 'z', '|', '[');
    await app.screen.shows('crash 3 of 3');
    expect([app.source.asked, app.calls]).toEqual([[], []]);
  });

  it('let q ask to quit, and are there again where that is not meant', async () => {
    using app = await openDetails({ columns: 80, rows: 24 });
    app.screen.press('i');
    await app.screen.shows('desired: up');
    app.screen.press('q');
    await app.screen.shows('Quit and stop');
    expect(app.screen.text).toContain('desired: up');
    app.screen.press('n');
    await app.screen.hides('Quit and stop');
    expect(app.screen.text).toContain('desired: up');
    expect(app.calls).toEqual([]);
  });

  it('are seen while a question about the process is open, and after it with what became of it', async () => {
    using app = await openDetails({ columns: 80, rows: 24 });
    app.screen.press('i');
    await app.screen.shows('desired: up');
    app.screen.press('R');
    await app.screen.shows('Kill api without grace and start again?');
    expect(app.screen.text).toContain('desired: up');
    app.screen.press('n');
    await app.screen.hides('without grace');
    app.screen.press('x');
    await app.screen.shows('stopping api…');
    expect(app.screen.text).toContain('desired: up');
    expect(app.source.asked).toMatchObject([{ action: 'stop', name: 'api' }]);
  });
});

describe('The events', () => {
  const event = (seq: number, at: number) => ({ seq, at, event: 'started', name: 'api', pid: seq });

  it('open with E at their end and follow it, hold while scrolled, and close with E and Esc', async () => {
    using app = await openApp({ columns: 80, rows: 24 });
    const at = app.clock.wallTime();
    const all = Array.from({ length: 100 }, (_, seq) => event(seq, at));
    app.source.records = all.slice(0, 50);
    app.screen.press('E');
    await app.screen.shows('started, pid 49');
    expect(app.screen.line('Events')).toContain('following');
    app.source.records = all.slice(0, 60);
    app.source.change('api', { restartCount: 2 });
    await app.screen.shows('started, pid 59');
    app.screen.press('k');
    await app.screen.shows('held, G follows');
    const read = app.screen.lines[3];
    app.source.records = all.slice(10);
    app.source.change('api', { restartCount: 3 });
    await app.screen.shows('Events   90');
    expect(app.screen.lines[3]).toBe(read);
    app.screen.press('G');
    await app.screen.shows('started, pid 99');
    app.screen.press('g');
    await app.screen.shows('started, pid 10');
    app.screen.press('E');
    await app.screen.shows('▌ api');
    app.screen.press('E', 'escape');
    await app.screen.shows('▌ api');
  });

  it('are filtered by words with /, which Esc takes back', async () => {
    using app = await openApp({ columns: 80, rows: 24 });
    const at = app.clock.wallTime();
    app.source.records = [event(1, at), { seq: 2, at, event: 'circuit_open', name: 'db', failures: 5 }];
    app.screen.press('E');
    await app.screen.shows('started, pid 1');
    app.screen.press('/', 'circuit DB');
    await app.screen.shows('1 of 2 with "circuit DB"');
    expect(app.screen.text).not.toContain('started, pid 1');
    app.screen.press('escape');
    await app.screen.shows('started, pid 1');
    app.screen.press('/', 'nothing at all', 'enter');
    await app.screen.shows('no events match');
  });
});
