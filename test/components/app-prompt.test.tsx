import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';

describe('A typed line', () => {
  it('filters the table as it is typed, by words anywhere in a row, and says how many are left', async () => {
    using app = await openApp();
    app.screen.press('/');
    await app.screen.shows('words to filter the rows by');
    app.screen.press('circuit pay');
    await app.screen.shows('1 of ');
    expect(app.screen.text).toContain('▌ payments');
    expect(app.screen.text).not.toContain('mailer');
    app.screen.press('enter');
    await app.screen.hides(' /circuit');
    expect(app.screen.text).not.toContain('mailer');
    app.screen.press('escape');
    await app.screen.shows('mailer');
  });

  it('takes keys as text, so that none of them acts, until Esc leaves it as it was', async () => {
    using app = await openApp();
    app.screen.press('/', 'xsrq');
    await app.screen.shows('no process matches "xsrq"; Esc shows all');
    app.screen.press('escape');
    await app.screen.shows('▌ api');
    expect(app.source.asked).toEqual([]);
    expect(app.calls).toEqual([]);
  });

  it('takes what is pasted, which is dropped elsewhere', async () => {
    using app = await openApp();
    app.screen.paste('x\n');
    app.screen.press('/');
    app.screen.paste('mail\n');
    await app.screen.shows('/mail');
    expect(app.source.asked).toEqual([]);
  });

  it('shows the end of a text that is longer than the screen', async () => {
    using app = await openApp({ columns: 60, rows: 20 });
    app.screen.press('/', 'abcdefghij'.repeat(9));
    await app.screen.shows('hij  ');
    expect(app.screen.lines.every((line) => line.length <= 60)).toBe(true);
  });
});
