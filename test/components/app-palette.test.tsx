import { describe, expect, it } from 'vitest';
import { openApp } from './stage/open-app.js';

describe('The palette', () => {
  it('finds commands and processes by a few letters of them, and runs the one at the bar', async () => {
    using app = await openApp();
    app.screen.press(':');
    await app.screen.shows('a process, or a command');
    app.screen.press('mail');
    await app.screen.shows('▌ go to mailer');
    app.screen.press('ctrl+u', 'restart mail');
    await app.screen.shows('▌ restart mailer');
    app.screen.press('enter');
    await app.screen.shows('restarting mailer…');
    expect(app.screen.line('▌')).toContain('mailer');
    expect(app.source.asked.map(({ action, name }) => `${action} ${name}`)).toEqual(['restart mailer']);
  });

  it('offers what two keys do once', async () => {
    using app = await openApp();
    for (const [focus, words] of [
      [[], 'Details and crashes'],
      [['tab'], 'Wrap long lines'],
    ] as const) {
      app.screen.press(...focus, ':', words);
      await app.screen.shows(`▌ ${words}`);
      expect(app.screen.lines.filter((line) => new RegExp(`^ [▌ ] ${words}`).test(line))).toHaveLength(1);
      app.screen.press('escape');
    }
  });

  it('offers to send a signal, with a list of them', async () => {
    using app = await openApp();
    app.screen.press(':', 'send a signal', 'enter');
    await app.screen.shows('send a signal to api');
    await app.screen.shows('SIGHUP, reload');
    app.screen.press('h');
    await app.screen.shows('sending SIGHUP to api…');
    expect(app.source.asked.map(({ action, name }) => `${action} ${name}`)).toEqual(['signal:SIGHUP api']);
    app.screen.press(':', 'Send a signal…');
    await app.screen.shows('▌ send a signal to api…');
  });

  it('asks before what is dangerous, and offers nothing that is not possible', async () => {
    using app = await openApp();
    app.screen.press(':', 'kill api', 'enter');
    await app.screen.shows('Kill api now, without grace?');
    app.screen.press('n', ':', 'stop db');
    await app.screen.shows('▌ stop db');
    app.screen.press('enter');
    await app.screen.shows('Stop db?');
    app.screen.press('n', ':', 'start api');
    await app.screen.shows('restart api');
    expect(app.screen.text).not.toContain(' start api');
    expect(app.source.asked).toEqual([]);
  });

  it('goes through what was found with the arrows, and leaves with Esc as it came', async () => {
    using app = await openApp();
    app.screen.press(':', 'go to d', 'down');
    await app.screen.shows('▌ go to d');
    app.screen.press('escape');
    await app.screen.shows('▌ api');
    app.screen.press(':', 'no such thing at all');
    await app.screen.shows('no process or command matches');
    app.screen.press('enter');
    await app.screen.shows('▌ api');
    expect(app.calls).toEqual([]);
  });
});

describe('The help', () => {
  it('is searched by words, and lists what has them all', async () => {
    using app = await openApp();
    app.screen.press('?');
    await app.screen.shows('Start the selected process');
    app.screen.press('/', 'circuit');
    await app.screen.hides('Start the selected process');
    expect(app.screen.text).toContain('Reset its circuit and counts');
    app.screen.press('enter', 'escape');
    await app.screen.shows('▌ api');
  });
});
