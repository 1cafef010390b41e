import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyDemo } from '../../fixtures/demo-copy.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { builtProgram, rowOf, shows } from '../project.js';
import { Terminal } from '../terminal.js';

/** One run for all sentences: they follow each other in its one minute. */
let terminal: Terminal;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await TemporaryFolder.make();
  await copyDemo(folder.path);
  terminal = Terminal.start({
    command: process.execPath,
    args: [builtProgram],
    cwd: folder.path,
    columns: 80,
    rows: 24,
  });
});

afterAll(async () => {
  await terminal[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const seen = async (name: string, text: string | RegExp): Promise<void> => terminal.until(shows(name, text), `${name}: ${text}`);

async function resized(columns: number, rows: number): Promise<void> {
  terminal.resize(columns, rows);
  const hasFooter = (lines: readonly string[]): boolean => /\? (help|more)/.test(lines.at(-1) ?? '');
  await terminal.until((lines) => hasFooter(lines) && /^ demo .* up/.test(lines[0]!), `header and footer at ${columns}x${rows}`);
}

describe('the demo', () => {
  it('comes up, and whatever can start has started', async () => {
    await seen('typo', 'failed');
    await resized(120, 40);
    await seen('mailer', 'stopped');
    await seen('typo', /✖ failed .*command not found/);
    await seen('report', /◔ blocked .*typo failed/);
    await seen('flaky', /◌ retry \d\/5 in \d+s .*TypeError/);
    await seen('web', 'healthy');
    await seen('migrate', '✔ completed');
    await seen('api', '● running');
    await seen('slow', 'healthy');
  });

  it.each([
    [80, 24, ['web', 'flaky', 'typo']],
    [120, 40, ['web', 'flaky', 'typo']],
    [200, 60, ['web', 'flaky', 'typo']],
    [67, 21, ['web']],
  ])('fits %ix%i: the table, the log and the footer are seen, and nothing wraps', async (columns, rows, names) => {
    await resized(columns, rows);
    for (const name of names) expect(terminal.screen().filter((line) => rowOf([line], name))).toHaveLength(1);
  });

  it('says on a very small terminal that it needs more', async () => {
    terminal.resize(30, 8);
    await terminal.until((lines) => lines.some((line) => line.includes('needs 40x10')), 'the word that it is too small');
  });

  it('shows within a minute how a circuit opens and is tried, how a bad health restarts, and how a stop is forced', async () => {
    await resized(120, 40);
    await seen('flaky', /✖ circuit \d+s .*●●●●● .*TypeError/);
    terminal.press('G', 'k', 'x');
    await seen('stubborn', /◐ stopping \ds .*SIGTERM sent/);
    await seen('stubborn', '○ stopped');
    await seen('moody', /restarted \d+s ago: .*HTTP 503/);
    await seen('flaky', /● trial .*◐◐◐◐◐/);
    expect(rowOf(terminal.screen(), 'web')).toContain('running');
  });

  it('ends with nothing to complain of', async () => {
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
  });
});
