import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project } from '../e2e/project.js';
import { ProgramRun, watchdog } from './program-run.js';

const words = { command: 'echo one; echo two >&2; echo red three', autoRestart: false };

describe('logs, where no watchdog runs', () => {
  it('come from the files of the last run, which say where they come from', async () => {
    using project = new Project({ api: words, mail: words, quiet: { ...words, logs: { file: false } } });
    const run = new ProgramRun(project.folder, ['--headless']);
    await expect.poll(() => run.stdout.split('red three').length).toBe(4);
    run.child.kill('SIGTERM');
    expect((await run.end).status).toBe(0);

    const shown = await watchdog(project.folder, ['logs', 'api', '--grep', '^(one|two|red)']);
    // The two streams of a process are two pipes, which keep no order between them.
    expect(shown.stdout.split('\n').sort()).toEqual(['', 'one', 'red three', 'two']);
    expect(shown).toMatchObject({ status: 0, stderr: 'watchdog: no watchdog runs here; these lines are from the log files\n' });
    const both = await watchdog(project.folder, ['logs', '--grep', 'one']);
    expect(both.stdout).toBe('api  | one\nmail | one\n');
  });

  it('take the same options', async () => {
    using project = new Project({ api: words });
    const run = new ProgramRun(project.folder, ['--headless']);
    await expect.poll(() => run.stdout.includes('red three')).toBe(true);
    run.child.kill('SIGTERM');
    await run.end;
    const logs = (...args: string[]) => watchdog(project.folder, ['logs', ...args]);
    expect((await logs('api', '-n', '1')).stdout).toMatch(/^ended with|^red three|^two/);
    expect((await logs('--since', '0ms')).stdout).toBe('');
    expect((await logs('--json', '--grep', 'three')).stdout).toMatch(
      /^\{"name":"api","seq":null,"stream":"stdout","time":\d+,"text":"red three"\}\n$/,
    );
    const following = await logs('-f', '-n', '0');
    expect(following).toMatchObject({ status: 0, stdout: '' });
    expect(following.stderr).toBe('watchdog: no watchdog runs here; these lines are from the log files; nothing will follow\n');
    expect(await logs('apo')).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('no log file of "apo"; did you mean "api"?'),
    });
  });

  it('are those of the running one and no files where there never were any', async () => {
    using project = new Project({ api: words });
    expect((await watchdog(project.folder, ['logs'])).status).toBe(69);
  });
});

describe('logs of a running watchdog', () => {
  it('that fell out of memory come from the files, each line once', async () => {
    using project = new Project({ api: { command: 'seq 1000; exec sleep 600', logs: { lines: 100 } } });
    await using run = await ProgramRun.up(project.folder);
    await expect.poll(() => run.stdout.includes('1000\n')).toBe(true);
    await expect.poll(() => readFileSync(join(project.folder, '.watchdog/logs/api.log'), 'utf8').includes(' 1000\n')).toBe(true);
    const numbers = async (...args: string[]): Promise<number[]> => {
      const { stdout } = await watchdog(project.folder, ['logs', 'api', '--grep', '^\\d+$', ...args]);
      return stdout.split('\n').slice(0, -1).map(Number);
    };
    const upTo1000 = (from: number): number[] => Array.from({ length: 1001 - from }, (_, index) => from + index);
    expect(await numbers('-n', '250')).toEqual(upTo1000(751));
    expect(await numbers('-n', '50')).toEqual(upTo1000(951));
    expect(await numbers('--tail', '50')).toEqual(upTo1000(951));
    expect(await numbers('--lines', '250')).toEqual(upTo1000(751));
    expect(await numbers('--since', '1h')).toEqual(upTo1000(1));
    expect(await numbers()).toEqual(upTo1000(901));
    const { stdout } = await watchdog(project.folder, ['logs', 'api', '-n', '150']);
    expect(stdout.split('\n').slice(0, -1).map(Number)).toEqual(upTo1000(851));
  });

  it('that a watchdog before it has written are there too', async () => {
    using project = new Project({ api: { command: 'echo new; exec sleep 600' } });
    await (await ProgramRun.up(project.folder))[Symbol.asyncDispose]();
    writeFileSync(join(project.folder, '.watchdog/logs/api.1.log'), '2020-01-01T00:00:00.000Z out old\n');
    await using run = await ProgramRun.up(project.folder);
    await expect.poll(() => run.stdout.includes('new')).toBe(true);
    const { stdout } = await watchdog(project.folder, ['logs', '-n', '99', '--grep', 'old|new']);
    expect(stdout).toBe('old\nnew\nnew\n');
  });

  it('that have a time of the future, since the clock was set back, are there too, and come first', async () => {
    using project = new Project({ api: { command: 'echo new; exec sleep 600' } });
    await (await ProgramRun.up(project.folder))[Symbol.asyncDispose]();
    writeFileSync(join(project.folder, '.watchdog/logs/api.1.log'), '2099-01-01T00:00:00.000Z out future\n');
    await using run = await ProgramRun.up(project.folder);
    await expect.poll(() => run.stdout.includes('new')).toBe(true);
    for (const option of [
      ['-n', '99'],
      ['--since', '1h'],
    ]) {
      const { stdout } = await watchdog(project.folder, ['logs', ...option, '--grep', 'future|new']);
      expect(stdout).toBe('future\nnew\nnew\n');
    }
  });

  it('are without a gap or a double, however fast more come', async () => {
    // A flood, and then so much that it takes no processor from those who ask.
    const script =
      'let n = 0; const print = (count) => { let s = ""; for (let i = 0; i < count; i++) s += "line " + n++ + "\\n"; process.stdout.write(s) }; print(30001); setInterval(print, 10, 50)';
    using project = new Project({ api: { command: `exec '${process.execPath}' -e '${script}'` } });
    await using run = await ProgramRun.up(project.folder);
    await expect.poll(() => run.stdout.includes('line 30000\n')).toBe(true);
    for (const option of [[], ['-n', '15000'], ['--since', '1h']]) {
      const { stdout } = await watchdog(project.folder, ['logs', 'api', '--grep', '^line', ...option]);
      const numbers = stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => Number(line.slice(5)));
      expect(numbers.length).toBeGreaterThan(9000);
      expect(numbers.findIndex((number, index) => number !== numbers[0]! + index)).toBe(-1);
      if (option[0] === '--since') expect(numbers[0]).toBe(0);
    }
  });
});
