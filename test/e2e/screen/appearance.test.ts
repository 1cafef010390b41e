import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ProgramRun } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { builtProgram, Project, rowOf, shows } from '../project.js';
import { runProgram } from '../run-program.js';

const sleeper = { command: 'exec sleep 1000' };

describe('the appearance of the dashboard', () => {
  it('are ASCII alone with --ascii, and where the locale is not UTF-8', async () => {
    using project = new Project({ api: sleeper });
    for (const options of [{ args: [builtProgram, '--ascii'] }, { env: { LC_ALL: 'C' } }]) {
      await using terminal = project.open(options);
      await terminal.until(shows('api', '* running'), 'the row');
      expect(terminal.screen().join('\n')).toMatch(/^[\x00-\x7f]*$/);
      terminal.press('ctrl+c');
      await terminal.exited;
    }
  });

  it('are for attach what is said before or after its name', async () => {
    using project = new Project({ api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    for (const args of [
      ['--ascii', 'attach'],
      ['attach', '--ascii'],
    ]) {
      await using terminal = project.open({ args: [builtProgram, ...args] });
      await terminal.until(shows('api', '* running'), 'the row');
      terminal.press('ctrl+c');
      await terminal.exited;
    }
  });

  it('follow the background that the terminal reports, and nothing of its answer becomes a key or reaches a child', async () => {
    const told = { command: 'cat >heard.txt' };
    using project = new Project({ api: told });
    await using terminal = project.open();
    await terminal.until(() => Buffer.concat(terminal.raw).includes('\x1b]11;?'), 'the question');
    terminal.type('\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;22c');
    await terminal.until(shows('api', '● running'), 'the row');
    const row = terminal.screen().findIndex((line) => rowOf([line], 'api') !== undefined);
    expect(terminal.cell(terminal.screen()[row]!.indexOf('●'), row).fg).toBe(22);
    terminal.type('\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;22c'); // one that comes late
    terminal.press('j', 'tab');
    await terminal.until((screen) => screen.some((line) => / ▶ api /.test(line)), 'the log with the focus');
    expect(terminal.screen().join('\n')).not.toMatch(/rgb|62;22|no key here|search|filter:/);
    terminal.press('ctrl+c');
    await terminal.exited;
    expect(readFileSync(join(project.folder, 'heard.txt'), 'utf8')).toBe('');
  });

  it('follow a background that the terminal reports late, as over a slow line', async () => {
    using project = new Project({ api: sleeper });
    await using terminal = project.open();
    await terminal.until(shows('api', '● running'), 'the row');
    const glyph = () => {
      const screen = terminal.screen();
      const row = screen.findIndex((line) => rowOf([line], 'api') !== undefined);
      return terminal.cell(screen[row]!.indexOf('●'), row).fg;
    };
    expect(glyph()).not.toBe(22);
    terminal.type('\x1b]11;rgb:ffff/ffff/ffff\x07');
    await terminal.until(() => glyph() === 22, 'the colours for a light background');
    terminal.press('ctrl+c');
    await terminal.exited;
  });

  it('give way to prefixed lines on a terminal that can show no dashboard', async () => {
    using project = new Project({ api: { command: 'echo hello; exec sleep 1000' } });
    await using terminal = project.open({ env: { TERM: 'dumb' } });
    await terminal.until((screen) => screen.some((line) => line.includes('api') && line.includes('hello')), 'its output');
    const said = Buffer.concat(terminal.raw).toString();
    expect([said.includes('TERM=dumb cannot show a dashboard; running headless'), said.includes('\x1b]11')]).toEqual([
      true,
      false,
    ]);
    terminal.press('ctrl+c');
    await terminal.exited;
  });

  it('follow the theme of the file, and --theme before it', async () => {
    using project = new Project({ api: sleeper }, { theme: 'light' });
    const colourOfState = async (args: readonly string[]) => {
      await using terminal = project.open({ args: [builtProgram, ...args] });
      await terminal.until(shows('api', '● running'), 'the row');
      const row = terminal.screen().findIndex((line) => rowOf([line], 'api') !== undefined);
      const { fg, bg } = terminal.cell(terminal.screen()[row]!.indexOf('●'), row);
      terminal.press('ctrl+c');
      await terminal.exited;
      return [fg, bg];
    };
    expect(await colourOfState([])).toEqual([22, 253]);
    expect(await colourOfState(['--theme', 'dark'])).toEqual([10, 237]);
  });
});

describe('keys of the user', () => {
  it('work, are in the footer, and change when the file is read again', async () => {
    using project = new Project({ api: sleeper }, { keys: { 'process.stop': ['f2'] } });
    await using terminal = project.open();
    await terminal.until(shows('api', '● running'), 'the row');
    expect(terminal.screen().at(-1)).toContain('F2 stop');
    const changed = stringify({ name: 'e2e', keys: { 'process.stop': 'Ctrl+B' }, processes: { api: sleeper } });
    writeFileSync(join(project.folder, 'watchdog.yaml'), changed);
    terminal.press('L');
    await terminal.until((screen) => screen.at(-1)!.includes('Ctrl+B stop'), 'the other key');
    terminal.press('ctrl+b');
    await terminal.until(shows('api', '○ stopped'), 'stopped');
  });

  it('that cannot be are refused with their place, and nothing is started', async () => {
    using project = new Project({ api: sleeper }, { keys: { 'process.stpo': ['f2'], 'process.start': ['f3', 'x'] } });
    for (const args of [['check'], []]) {
      const { err, code } = await runProgram(args, project.folder);
      expect(code).toBe(78);
      expect(err).toContain('watchdog.yaml:3:3: there is no command "process.stpo"; did you mean "process.stop"?');
      expect(err).toContain('watchdog.yaml:7:7: x is the key of process.stop in the same place');
    }
  });
});

describe('a warning of Node', () => {
  it('goes into the own log, and not across the screen', async () => {
    using project = new Project({ api: sleeper });
    const hook = `process.on("SIGUSR1", () => process.emitWarning("heed me"))`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
    await using terminal = project.open({ env });
    await terminal.until(shows('api', '● running'), 'the row');
    process.kill(terminal.pid, 'SIGUSR1');
    await eventually(() => expect(project.ownLog().map(({ msg }) => msg)).toContain('Warning: heed me'));
    terminal.press('?');
    await terminal.until((screen) => screen.some((line) => line.includes('Start the selected')), 'the help');
    expect(Buffer.concat(terminal.raw).toString()).not.toContain('heed me');
  });
});
