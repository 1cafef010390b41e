import { describe, expect, it } from 'vitest';
import { projectFolder } from '../fixtures/source-tree.js';
import { builtProgram, rowOf, shows } from './project.js';
import { Terminal } from './terminal.js';

describe('the demo', () => {
  it('comes up, and within a minute every state of it is seen', async () => {
    await using terminal = Terminal.start({
      command: process.execPath,
      args: [builtProgram],
      cwd: projectFolder,
      columns: 120,
      rows: 40,
    });
    const seen = async (name: string, text: string | RegExp): Promise<void> =>
      terminal.until(shows(name, text), `${name}: ${text}`, 60_000);
    await seen('mailer', 'stopped');
    await seen('typo', /✖ failed .*exit code 127/);
    await seen('report', /◔ waiting .*blocked: typo/);
    await seen('flaky', /◌ backoff .*in +\d+s .*restart \d after exit/);
    await seen('web', 'healthy');
    await seen('migrate', '✔ completed');
    await seen('api', '● running');
    await seen('slow', 'healthy');
    await seen('flaky', /circuit open .*open 0:\d\d.*5 failures in/);
    terminal.press('G', 'k', 'x');
    await seen('stubborn', /stopping .*SIGTERM sent/);
    await seen('stubborn', 'stopped by hand');
    await seen('moody', /after 3 f/);
    await seen('flaky', 'trial start');
    expect(rowOf(terminal.screen(), 'web')).toContain('running');
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
  }, 120_000);

  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])('fits %ix%i: the table, the log and the footer are seen, and nothing wraps', async (columns, rows) => {
    await using terminal = Terminal.start({ command: process.execPath, args: [builtProgram], cwd: projectFolder, columns, rows });
    const isWhole = (lines: readonly string[]): boolean =>
      shows('typo', 'failed')([...lines]) && /\? (help|more)/.test(lines.at(-1) ?? '');
    await terminal.until(isWhole, 'the table and the footer');
    const screen = terminal.screen();
    expect(screen[0]).toMatch(/^ demo .* up/);
    expect(screen.at(-1)).toMatch(/\? (help|more)/);
    for (const name of ['web', 'flaky', 'typo']) expect(screen.filter((line) => rowOf([line], name))).toHaveLength(1);
    terminal.resize(columns - 13, rows - 3);
    await terminal.until((lines) => /\? (help|more)/.test(lines.at(-1) ?? ''), 'the footer after a resize');
    expect(rowOf(terminal.screen(), 'web')).toBeDefined();
    terminal.resize(30, 8);
    await terminal.until((lines) => lines.some((line) => line.includes('needs 40x10')), 'the word that it is too small');
    terminal.press('ctrl+c');
    await terminal.exited;
  });
});
