import { describe, expect, it } from 'vitest';
import { FakeScreen } from './stage/fake-screen.js';
import { openApp } from './stage/open-app.js';

/** The dashboard, in which `api`, the selected process, has a terminal. */
async function openOnTerminal(fields: Partial<FakeScreen> = {}) {
  const screen = Object.assign(new FakeScreen(), fields);
  const app = await openApp();
  app.source.screens.set('api', screen);
  app.source.change('api', {});
  return { app, screen };
}

describe('The pane of a terminal', () => {
  it('takes the place of the log while a picture is shown, and gives it its size', async () => {
    const { app, screen } = await openOnTerminal({ lines: ['a picture'] });
    using _ = app;
    await app.screen.shows(' a picture');
    expect(app.screen.text).toMatch(/ ─ api ─+ terminal, \d+x\d+ ─/);
    expect(screen.size.columns).toBe(119);
    expect(app.screen.text).not.toContain('following');
  });

  it('keeps its size when a cause over it goes, until the selection moves', async () => {
    const { app, screen } = await openOnTerminal({ lines: ['a picture'] });
    using _ = app;
    await app.screen.shows(' a picture');
    const before = screen.size;
    app.source.change('assets', { brief: `permission denied: /usr/local/bin/${'assets/'.repeat(7)}` });
    await app.screen.shows('assets/assets/');
    const beside = screen.size;
    expect(beside.rows).toBe(before.rows - 1);
    app.source.change('assets', { state: 'running', since: app.source.now(), trouble: false, brief: '' });
    await app.screen.hides('assets/assets/');
    app.clock.advance(10_000);
    await app.screen.shows('10s');
    expect(screen.size).toEqual(beside);
    app.screen.press('j');
    await app.screen.shows('▌ db');
    app.screen.press('k');
    await app.screen.shows('▌ api');
    await expect.poll(() => screen.size).toEqual(before);
  });

  it('leaves the log where lines are printed, and comes back for typing', async () => {
    const { app, screen } = await openOnTerminal({ lines: ['name?'], draws: false });
    using _ = app;
    await app.screen.shows('following');
    app.screen.press('I');
    await app.screen.shows('typing into api; Ctrl+] leaves');
    app.screen.press('x', 'q', '\x03');
    expect(screen.typed.map(({ text }) => text).join('')).toBe('xq\x03');
    expect(app.source.asked).toEqual([]);
    app.screen.press('\x1d');
    await app.screen.shows('following');
  });

  it('types what came together with I, and does what came together with Ctrl+]', async () => {
    const { app, screen } = await openOnTerminal();
    using _ = app;
    app.screen.press('Ix');
    await app.screen.shows('typing into api');
    app.screen.press('yz\x1dj');
    await app.screen.shows('▌ db');
    expect(screen.typed.map(({ text }) => text).join('')).toBe('xyz');
  });

  it('says that there is no process to type into', async () => {
    const { app } = await openOnTerminal({ open: false, draws: false });
    using _ = app;
    app.screen.press('I');
    await app.screen.shows('api is not running; s starts it');
  });
});
