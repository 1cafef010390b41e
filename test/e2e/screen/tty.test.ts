import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';
import { drawing, has } from './drawing.js';

/** Where a text is on the screen. */
function placeOf(terminal: Terminal, text: string): { readonly x: number; readonly y: number } {
  const screen = terminal.screen();
  const y = screen.findIndex((line) => line.includes(text));
  return { x: screen[y]!.indexOf(text), y };
}

describe('a program that draws, in the dashboard', () => {
  it('is shown as it is, as large as the pane, also after a resize', async () => {
    using project = new Project({ app: drawing });
    await using terminal = project.open({ columns: 100, rows: 30 });
    // Its first box, of the size that a terminal has before it is shown, may still stand below the first line of this one.
    const sides = (row: number): string =>
      Array.from({ length: 100 }, (_, x) => x)
        .filter((x) => terminal.cell(x, row).text === '│')
        .join();
    const isWhole = (seen: readonly string[]): boolean => {
      const [first, last] = ['┌', '└'].map((corner) => seen.findIndex((line) => line.includes(corner)));
      const rows = Array.from({ length: 20 }, (_, row) => first! + 1 + row);
      return last! - first! === 21 && rows.every((row) => sides(row) === '1,99');
    };
    await terminal.until((seen) => has('size 99x22')(seen) && has('here')(seen) && isWhole(seen), 'all of the drawing');
    const screen = terminal.screen();
    const top = screen.findIndex((line) => line.includes('┌'));
    expect(screen[top]).toBe(` ┌${'─'.repeat(97)}┐`);
    expect(screen[top + 21]).toBe(` └${'─'.repeat(97)}┘`);
    expect(screen[top - 1]).toMatch(/app .*terminal, 99x22/);
    const size = placeOf(terminal, 'size 99x22');
    expect(terminal.cell(size.x, size.y)).toMatchObject({ fg: 2, bold: true });
    const here = placeOf(terminal, 'here');
    expect(terminal.cell(here.x, here.y)).toMatchObject({ inverse: true });
    expect(terminal.cell(99, size.y + 1).text).toBe('│');

    terminal.resize(90, 40);
    await terminal.until(has('size 89x32'), 'the box in its new size');
    await terminal.until(has(` ┌${'─'.repeat(87)}┐`), 'the whole frame');
  });

  it.each([
    [100, 30, {}],
    [160, 50, {}],
    // High enough for the log to stand beside the table.
    [230, 30, Object.fromEntries(Array.from({ length: 24 }, (_, at) => [`p${at}`, { command: 'true', autoStart: false }]))],
  ])('starts in the size of its pane, and is not resized after (%ix%i)', async (columns, rows, others) => {
    const script = 'trap "echo resized" WINCH; stty size; sleep 1; stty size; echo settled; while :; do sleep 0.2; done';
    using project = new Project({ app: { command: script, tty: true, healthCheck: { exec: 'true' } }, ...others });
    await using terminal = project.open({ columns, rows });
    await terminal.until(has('settled'), 'its second look at its size');
    const written = (): string => readFileSync(join(project.folder, '.watchdog/logs/app.log'), 'utf8');
    await expect.poll(written).toContain('settled');
    const log = written();
    const sizes = log.match(/\b\d+ \d+$/gm) ?? [];
    expect(sizes).toHaveLength(2);
    expect(sizes[1]).toBe(sizes[0]);
    expect(log).not.toContain('resized');
  });

  it('gets every key while it is typed into, until Ctrl+], and none before or after', async () => {
    using project = new Project({ app: drawing });
    await using terminal = project.open();
    await terminal.until(has('keys |'), 'the box');
    terminal.press('j', 'I');
    await terminal.until(has('typing into app; Ctrl+] leaves'), 'the title');
    for (const [key, hex] of [
      ['x', '78'],
      ['q', '71'],
      ['ctrl+c', '03'],
      ['tab', '09'],
      ['f5', '1b5b31357e'],
      ['pageup', '1b5b357e'],
      ['enter', '0d'],
      // It has asked for the keys of an application.
      ['up', '1b4f41'],
      ['escape', '1b'],
    ] as const) {
      terminal.press(key);
      await terminal.until(has(`keys ${hex}|`), `${key} as ${hex}`);
    }
    terminal.type('\x1b[200~pä\x1dst\x1b[201~');
    await terminal.until(
      has('keys 1b5b3230307e70c3a41d73741b5b3230317e'),
      'the pasted text, between brackets as the program wants it',
    );

    terminal.press('ctrl+]');
    await terminal.until(has('I types into it'), 'the other title');
    expect(shows('app', 'running')(terminal.screen())).toBe(true);
    terminal.press('x');
    await terminal.until(shows('app', 'stopped'), 'x as a command');
    terminal.press('I');
    await terminal.until(has('app is not running; s starts it'), 'why it cannot be typed into');
  });

  it('is left with Ctrl+] as kitty sends it', async () => {
    using project = new Project({ app: drawing });
    await using terminal = project.open();
    await terminal.until(has('keys |'), 'the box');
    terminal.press('I');
    await terminal.until(has('typing into app'), 'the title');
    terminal.type('\x1b[93;5u');
    await terminal.until(has('I types into it'), 'the other title');
    terminal.press('?');
    await terminal.until(has('Type into its terminal'), 'the help');
  });

  it('does nothing to the terminal of the user but what is on its screen', async () => {
    using project = new Project({ app: drawing });
    await using terminal = project.open();
    await terminal.until(has('keys |'), 'the box');
    // The title of the window is ours, and the question for its background.
    const raw = Buffer.concat(terminal.raw)
      .toString()
      .replaceAll(/\x1b\]2;watchdog e2e[^\x07\x1b]*(?:\x07|\x1b\\)/g, '')
      .replace('\x1b]11;?\x07', '');
    expect(raw).toContain('size ');
    for (const hostile of ['stolen', '\x1b]', '\x07', '?1003h', '?1h']) expect(raw).not.toContain(hostile);
  });

  it('shows its log to a user who scrolls up, and its screen again to one who follows', async () => {
    using project = new Project({
      app: { ...drawing, command: `seq 1 100; exec ${drawing.command} ${drawing.args[0]}`, args: undefined },
    });
    await using terminal = project.open();
    await terminal.until(has('keys |'), 'the box');
    terminal.press('tab', 'pageup');
    await terminal.until(has(/^ +1?\d\d?$/), 'lines of the log');
    terminal.press('G');
    await terminal.until(has('keys |'), 'the box again');
  });
});

describe('a program that prints lines, in a terminal', () => {
  it('is shown as a log; typing into it shows the terminal with what it echoes', async () => {
    using project = new Project({ app: { command: 'printf "name? "; read -r name; echo "hello $name"; read -r _', tty: true } });
    await using terminal = project.open();
    await terminal.until(has('name?'), 'the question');
    terminal.press('I');
    await terminal.until(has('typing into app'), 'the title');
    terminal.type('wörld\r');
    await terminal.until(has('hello wörld'), 'the answer');
    expect(has('name? wörld')(terminal.screen())).toBe(true);
    terminal.press('ctrl+]');
    await terminal.until(has('following'), 'the log again');
    expect(has('hello wörld')(terminal.screen())).toBe(true);
  });

  it('cannot be typed into without a terminal, and that is said', async () => {
    using project = new Project({ app: { command: 'cat', stdin: 'open' } });
    await using terminal = project.open();
    await terminal.until(shows('app', 'running'), 'the process');
    terminal.press('I');
    await terminal.until(has('app has no terminal; tty: true gives it one'), 'the refusal');
  });

  it('keeps the keys when it ends while it is typed into: nothing typed becomes a command', async () => {
    using project = new Project({
      app: { command: 'read -r _', tty: true, autoRestart: false },
      other: { command: 'sleep 600' },
    });
    await using terminal = project.open();
    await terminal.until(shows('app', 'running'), 'the process');
    terminal.press('I');
    await terminal.until(has('typing into app'), 'the title');
    terminal.type('\r');
    await terminal.until(has('app has ended; Ctrl+] leaves'), 'the end');
    terminal.type('jxq');
    terminal.press('ctrl+]');
    await terminal.until(has('following'), 'the log');
    expect(shows('other', 'running')(terminal.screen())).toBe(true);
    expect(has('Quit and stop')(terminal.screen())).toBe(false);
  });
});
