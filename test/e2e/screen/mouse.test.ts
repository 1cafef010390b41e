import { describe, expect, it } from 'vitest';
import { watchdog } from '../../control/program-run.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { builtProgram, Project, shows } from '../project.js';
import { Terminal } from '../terminal.js';

const on = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';
const off = '\x1b[?1006l\x1b[?1002l\x1b[?1000l';

const has = (text: string) => (screen: readonly string[]) => screen.some((line) => line.includes(text));

/** What a terminal sends for the mouse at a cell, column and row from 0. */
const report = (code: number, [x, y]: readonly [number, number], end = 'M') => `\x1b[<${code};${x + 1};${y + 1}${end}`;

function cellOf(terminal: Terminal, text: string): [x: number, y: number] {
  const y = terminal.screen().findIndex((line) => line.includes(text));
  return [terminal.screen()[y]!.indexOf(text), y];
}

/** The switches of the mouse that were written, in order. */
function switches({ raw }: Terminal): readonly string[] {
  return (
    Buffer.concat(raw)
      .toString('latin1')
      .match(/(?:\x1b\[\?100[026][hl]){3}/g) ?? []
  );
}

const ways: Readonly<Record<string, (terminal: Terminal) => Promise<void>>> = {
  q: async (terminal) => {
    terminal.press('q');
    await terminal.until(has('Quit and stop'), 'the question');
    terminal.press('y');
  },
  SIGTERM: async ({ pid }) => void process.kill(pid, 'SIGTERM'),
  'Ctrl+C': async (terminal) => terminal.press('ctrl+c'),
  'an internal error': async ({ pid }) => void process.kill(pid, 'SIGALRM'),
};

describe('the mouse in a terminal', () => {
  it('selects by a click, scrolls by the wheel, and copies by a drag and y', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ one: { command: 'sleep 600' }, api: { command: stage.commandLine } });
    await using terminal = project.open({ env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
    const run = await stage.next();
    await terminal.until(shows('api', 'running'), 'the dashboard');
    await run.print(Array.from({ length: 200 }, (_, line) => `GET /item/${line}.\n`).join(''));
    const row = cellOf(terminal, ' api ');
    terminal.type(report(0, row) + report(0, row, 'm'));
    await terminal.until(has('GET /item/199.'), 'the log of the one that was clicked');
    terminal.type(report(64, cellOf(terminal, 'GET /item/190.')));
    await terminal.until((screen) => !has('GET /item/197.')(screen) && has('GET /item/196.')(screen), 'three lines up');

    const [x, y] = cellOf(terminal, 'GET /item/190.');
    const before = Buffer.concat(terminal.raw).length;
    terminal.type(report(0, [x + 4, y]) + report(32, [x + 2, y + 1]) + report(0, [x + 2, y + 1], 'm'));
    await terminal.until(has('y copies what is selected'), 'the toast');
    expect(terminal.cell(x + 3, y).inverse).toBe(false);
    expect(terminal.cell(x + 4, y).inverse).toBe(true);
    terminal.press('y');
    await terminal.until(has('2 lines copied'), 'the copy');
    const copied = /\x1b\]52;c;([^\x07]*)\x07/.exec(Buffer.concat(terminal.raw).subarray(before).toString())?.[1] ?? '';
    expect(Buffer.from(copied, 'base64').toString()).toBe('/item/190.\nGET');

    expect(switches(terminal)).toEqual([on]);
    terminal.press('M');
    await terminal.until(has('M takes it back'), 'the mouse given away');
    expect(switches(terminal)).toEqual([on, off]);
    terminal.press('M');
    await terminal.until(has('M gives it back'), 'the mouse again');
    expect(switches(terminal)).toEqual([on, off, on]);
  });

  it.each(Object.keys(ways))('belongs to the terminal again after %s', async (way) => {
    const fault = new URL('../../fixtures/planted-fault.mjs', import.meta.url).href;
    using project = new Project({ one: { command: 'sleep 600' } });
    await using terminal = project.open({ env: { NODE_OPTIONS: `--import ${fault}` } });
    await terminal.until(shows('one', 'running'), 'the dashboard');
    await terminal.until(() => switches(terminal).length === 1, 'the mouse');
    await ways[way]!(terminal);
    await terminal.exited;
    expect(switches(terminal)).toEqual([on, off]);
  });

  it('is not asked for where the terminal reports none', async () => {
    using project = new Project({ one: { command: 'sleep 600' } });
    await using terminal = project.open({ env: { TERM: 'linux' } });
    await terminal.until(shows('one', 'running'), 'the dashboard');
    terminal.press('M');
    await terminal.until(has('does not report the mouse'), 'the refusal');
    expect(switches(terminal)).toEqual([]);
  });

  it('belongs to the shell while Ctrl+Z has it, to the dashboard after fg, and to the shell after b', async () => {
    using project = new Project({ one: { command: 'sleep 600' } });
    await using shell = Terminal.start({
      command: 'bash',
      args: ['--norc', '--noprofile', '-i'],
      cwd: project.folder,
      columns: 120,
      rows: 40,
    });
    shell.type(`'${process.execPath}' '${builtProgram}'\r`);
    await shell.until(shows('one', 'running'), 'the dashboard');
    shell.press('ctrl+z');
    await shell.until(has('Stopped'), 'the shell');
    expect(switches(shell)).toEqual([on, off]);
    shell.type('fg\r');
    await shell.until(shows('one', 'running'), 'the dashboard again');
    await shell.until(() => switches(shell).length === 3, 'the mouse again');
    shell.press('q');
    await shell.until(has('b background'), 'the question');
    shell.press('b');
    await shell.until(() => switches(shell).length === 4, 'the mouse given back');
    expect(switches(shell)).toEqual([on, off, on, off]);
  });

  it('is reported to an attached dashboard too, and belongs to the terminal again when that is left', async () => {
    using project = new Project({ one: { command: 'sleep 600' } });
    expect(await watchdog(project.folder, ['up', '--detach'])).toMatchObject({ status: 0 });
    await using attached = project.open({ args: [builtProgram, 'attach'] });
    await attached.until(shows('one', 'running'), 'the dashboard elsewhere');
    attached.press('q');
    await attached.exited;
    expect(switches(attached)).toEqual([on, off]);
    expect(await watchdog(project.folder, ['down'])).toMatchObject({ status: 0 });
  });
});
