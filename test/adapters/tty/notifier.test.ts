import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { desktopProtocol, TerminalNotifier } from '../../../src/adapters/tty/notifier.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

function notifierIn(environment: Record<string, string>) {
  const written: string[] = [];
  return { written, notifier: new TerminalNotifier((text) => written.push(text), environment) };
}

const note = { title: 'shop: api failed', body: 'exit; code 1' };

describe('A notification', () => {
  it.each([
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'osc9'],
    [{ TERM: 'xterm-kitty', DISPLAY: ':0' }, 'osc9'],
    [{ TERM: 'foot', WAYLAND_DISPLAY: 'wayland-0' }, 'osc777'],
    [{ TERM: 'xterm-256color', DISPLAY: ':0' }, 'notify-send'],
    [{ TERM: 'tmux-256color', TMUX: 'x', WAYLAND_DISPLAY: 'wayland-0' }, 'notify-send'],
    [{ TERM: 'tmux-256color', TMUX: 'x' }, undefined],
    [{ TERM: 'xterm-256color' }, 'osc9'],
    [{ TERM: 'linux' }, undefined],
    [{}, undefined],
  ])('in %j goes by %s', (environment, way) => {
    expect(desktopProtocol(environment)).toBe(way);
  });

  it('is a bell, a sequence, both or neither, as is wanted', () => {
    const { written, notifier } = notifierIn({ TERM: 'xterm' });
    notifier.notify(note, { bell: true, desktop: false });
    notifier.notify(note, { bell: false, desktop: true });
    notifier.notify(note, { bell: false, desktop: false });
    expect(written).toEqual(['\x07', '\x1b]9;shop: api failed: exit, code 1\x1b\\']);
    const other = notifierIn({ TERM: 'foot' });
    other.notifier.notify({ ...note, title: 'a;b' }, { bell: true, desktop: true });
    expect(other.written).toEqual(['\x07', '\x1b]777;notify;a,b;exit; code 1\x1b\\']);
  });

  it('never lets a name or a reason act on the terminal', () => {
    const { written, notifier } = notifierIn({ TERM: 'xterm' });
    notifier.notify({ title: 'a\x1b\\\x1b[2J', body: `\x07\x9c\n${'x'.repeat(9999)}` }, { bell: false, desktop: true });
    notifier.setTitle('b\x07\x1b]0;c');
    expect(written[0]).toMatch(/^\x1b\]9;[^\x00-\x1f\x7f-\x9f]{1,500}\x1b\\$/);
    expect(written[2]).toBe('\x1b]2;b ]0,c\x1b\\'.replace(',', ';'));
  });

  it('is given to notify-send as it is, and to nothing where there is none', async () => {
    await using folder = await TemporaryFolder.make();
    const said = join(folder.path, 'said');
    const program = join(folder.path, 'notify-send');
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}.part' && mv '${said}.part' '${said}'\n`);
    chmodSync(program, 0o755);
    const PATH = `${folder.path}:${process.env.PATH}`;
    const { written, notifier } = notifierIn({ TERM: 'xterm', DISPLAY: ':0', PATH });
    notifier.notify({ title: '--help', body: '$(id)' }, { bell: false, desktop: true });
    await expect.poll(() => existsSync(said)).toBe(true);
    expect(readFileSync(said, 'utf8')).toBe('--app-name=watchdog\n--\n--help\n$(id)\n');
    expect(written).toEqual([]);
    const without = notifierIn({ TERM: 'xterm', DISPLAY: ':0', PATH: '/nowhere' });
    without.notifier.notify(note, { bell: true, desktop: true });
    expect(without.written).toEqual(['\x07']);
  });
});

describe('The title of the window', () => {
  it('is put over the old one, which comes back once', () => {
    const { written, notifier } = notifierIn({ TERM: 'xterm' });
    notifier.setTitle('watchdog shop');
    notifier.setTitle('watchdog shop: 2 failing');
    notifier.close();
    notifier.close();
    expect(written).toEqual([
      '\x1b[22;0t',
      '\x1b]2;watchdog shop\x1b\\',
      '\x1b]2;watchdog shop: 2 failing\x1b\\',
      '\x1b]2;\x1b\\\x1b[23;0t',
    ]);
  });

  it('is left alone where there is no window', () => {
    const { written, notifier } = notifierIn({ TERM: 'linux' });
    notifier.setTitle('watchdog shop');
    notifier.close();
    expect(written).toEqual([]);
  });
});
