import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';
import type { Screen } from './stage/screen.js';

function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index}.`);
}

/** The lines of the log, without the scrollbar. */
function texts({ lines }: Screen): readonly string[] {
  return lines.slice(17, 38).map((line) => line.slice(0, 100).trimEnd());
}

describe('The log pane', () => {
  it('follows the end of the selected log', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 300));
    await app.screen.shows('line 299.');
    expect(app.screen.line('300 lines')).toMatch(/^ ─ api ─+ 300 lines ── following ──$/);
    app.source.write('api', numbered(300, 1500));
    await app.screen.shows('line 1499.');
    await app.screen.shows('─ 1 000 lines ─');
  });

  it('offers at once what its first line makes possible', async () => {
    using app = await openApp();
    app.screen.press('tab');
    await app.screen.shows('/ find');
    expect(app.screen.text).not.toContain('v select');
    app.source.write('api', ['the first']);
    await app.screen.shows('v select');
  });

  it('holds the text under the eye while new lines come, and follows again on f', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 300));
    await app.screen.shows('line 299.');
    app.screen.press('tab', 'k', 'up', 'pageup');
    await app.screen.shows('held ▼');
    const seen = texts(app.screen);
    app.source.write('api', numbered(300, 400));
    await app.screen.shows('▼ 100 new');
    expect(texts(app.screen)).toEqual(seen);
    app.screen.press('f');
    await app.screen.shows('line 399.');
    expect(app.screen.text).toContain('following');
  });

  it('follows again when the end is reached', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 300));
    app.screen.press('tab', 'ctrl+u');
    await app.screen.shows('held ▼ 10 below');
    app.screen.press('ctrl+d');
    await app.screen.shows('following');
    app.screen.press('g');
    await app.screen.shows('line 0.');
    app.screen.press('G');
    await app.screen.shows('line 299.');
  });

  it('says so when the lines under the eye are no longer kept', async () => {
    using app = await openApp({ capacity: 100 });
    app.source.write('api', numbered(0, 100));
    app.screen.press('tab', 'g');
    await app.screen.shows('line 0.');
    app.source.write('api', numbered(100, 150));
    await app.screen.shows('older lines were dropped');
    await app.screen.shows('line 50.');
  });

  it('keeps the place in each log', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 300));
    app.screen.press('tab', 'g', 'tab', 'j');
    await app.screen.shows('no output yet');
    app.screen.press('k');
    await app.screen.shows('line 0.');
  });

  it('scrolls sideways and says from which column', async () => {
    using app = await openApp();
    app.source.write('api', ['0123456789abcdefghij']);
    app.screen.press('tab', 'right');
    await app.screen.shows('from column 9');
    expect(app.screen.lines[17]).toBe(' 89abcdefghij');
    app.screen.press('left', 'left');
    await app.screen.shows(' 0123456789abcdefghij');
  });

  it('marks what came on stderr', async () => {
    using app = await openApp();
    app.source.write('api', ['out']);
    app.source.write('api', ['boom'], 'stderr');
    await app.screen.shows('▏boom');
    expect(app.screen.lines[17]).toBe(' out');
  });

  it('asks for no more lines than it shows, however many come', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 300));
    await app.screen.shows('line 299.');
    const before = app.source.log('api').read;
    app.source.write('api', numbered(300, 1000));
    await app.screen.shows('line 999.');
    expect(app.source.log('api').read - before).toBeLessThanOrEqual(2 * 20);
  });

  it('is not drawn again for the clock or for the log of another process', async () => {
    using app = await openApp();
    app.source.write('api', numbered(0, 10));
    await app.screen.shows('line 9.');
    const before = app.source.log('api').read;
    app.source.write('db', numbered(0, 10));
    app.clock.advance(30_000);
    await app.screen.shows('2m00s');
    expect(app.source.log('api').read).toBe(before);
  });

  it.each([
    ['docs', 'not started; s starts it'],
    ['mailer', 'no output yet; waiting for db to be healthy'],
    ['payments', 'no output; c resets the circuit and starts it'],
    ['assets', 'no output; command not found (exit code 127); s tries again'],
  ])('says why the log of %s is empty', async (name, words) => {
    using app = await openApp();
    const at = app.source.processes().findIndex((process) => process.name === name);
    app.screen.press('j'.repeat(at));
    await app.screen.shows(words);
  });
});

describe('The title of a log', () => {
  it('counts the errors in it', async () => {
    using app = await openApp();
    app.source.log('api').errors = 3;
    app.source.write('api', ['Error: no']);
    await app.screen.shows('3 errors');
  });
});
