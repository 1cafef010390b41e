import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { builtProgram, Project } from '../e2e/project.js';
import { PuppetStage } from '../fixtures/puppet.js';
import { ProgramRun, watchdog } from './program-run.js';

const sleeper = { command: 'exec sleep 600' };

describe('logs', () => {
  it('prints what is kept, with the name where there are several, plain in a pipe', async () => {
    using project = new Project({
      a: { command: `printf '\\033[31mred\\033[0m\\nerror 1\\nfine\\nerror 2\\nfine\\n'`, autoRestart: false },
      bcd: { command: 'echo two', autoRestart: false },
    });
    await using _run = await ProgramRun.up(project.folder);
    await watchdog(project.folder, ['wait', 'a', 'bcd', '--for', 'completed']);
    const logs = async (...args: string[]) => (await watchdog(project.folder, ['logs', ...args])).stdout;
    expect(await logs('a', '--grep', 'red|fine')).toBe('red\nfine\nfine\n');
    expect(await logs('a', '--grep', 'error', '-n', '1')).toBe('error 2\n');
    expect((await logs('a', '-n', '2')).split('\n')[0]).toBe('fine');
    expect(await logs('--since', '0ms')).toBe('');
    const both = await logs('--since', '1h', '--grep', '^(red|two)$');
    expect(both).toContain('a   | red\n');
    expect(both).toContain('bcd | two\n');
    expect(JSON.parse(await logs('a', '--json', '--grep', 'red'))).toMatchObject({
      name: 'a',
      stream: 'stdout',
      text: '\x1b[31mred\x1b[0m',
    });
    expect((await watchdog(project.folder, ['logs', 'a', '--grep', 'red'], { FORCE_COLOR: '1' })).stdout).toContain(
      '\x1b[31mred',
    );
  });

  it('-f goes on with what comes, and ends with the watchdog', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    const puppet = await stage.next();
    await puppet.print('before\n');
    await using following = new ProgramRun(project.folder, ['logs', '-f', 'api', '-n', '1']);
    await expect.poll(() => following.stdout).toBe('before\n');
    await puppet.print('after\nlast');
    await expect.poll(() => following.stdout).toBe('before\nafter\nlast\n');
    await puppet.print(' words\n');
    await expect.poll(() => following.stdout).toBe('before\nafter\nlast\n words\n');
    run.child.kill('SIGTERM');
    expect(await following.end).toMatchObject({ status: 0 });
  });

  it('ends quietly when its reader has enough', async () => {
    using project = new Project({ a: { command: 'seq 100000', autoRestart: false, logs: undefined } });
    await using _run = await ProgramRun.up(project.folder);
    await watchdog(project.folder, ['wait', 'a', '--for', 'completed']);
    const script = `"${process.execPath}" "${builtProgram}" logs a | head -n 2 | wc -l`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: project.folder, env: cleanEnvironment() });
    expect([stdout.trim(), stderr]).toEqual(['2', '']);
  });
});

describe('why and events', () => {
  it('list what has happened since the first start', async () => {
    using project = new Project({
      bad: { command: 'exit 3', restartDelay: '10m' },
      api: { ...sleeper, dependsOn: ['bad'], autoStart: false },
    });
    await using _run = await ProgramRun.up(project.folder);
    await expect.poll(async () => (await watchdog(project.folder, ['status', 'bad'])).stdout).toContain('retry 1/5 in ');
    const why = await watchdog(project.folder, ['why', 'bad']);
    expect(why.stdout).toMatch(
      /^bad: restart 1 in .* after exit code 3\n {2}desired {7}up\n {2}last exits {4}exit code 3, 0|1|2s ago\n {2}next start {4}in 9m/,
    );
    expect((await watchdog(project.folder, ['why', 'api'])).stdout).toContain('depends on    bad: restart 1');
    const events = (await watchdog(project.folder, ['events', '--json'])).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['starting', 'started', 'exited', 'backoff']));
    expect(events.find(({ event }) => event === 'exited')).toMatchObject({
      name: 'bad',
      code: 3,
      signal: null,
      at: expect.any(Number),
    });
    const told = (await watchdog(project.folder, ['events'])).stdout.replaceAll(/^\d\d:\d\d:\d\d {2}/gm, '').split('\n');
    expect(told.filter((line) => line.startsWith('bad')).map((line) => line.replace(/pid \d+/, 'pid N'))).toEqual([
      'bad           starting',
      'bad           started, pid N',
      'bad           ended with exit code 3',
      'bad           restart 1 in 10m00s',
    ]);
  });
});
