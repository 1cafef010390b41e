import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { builtProgram, Project } from '../e2e/project.js';
import { Terminal } from '../e2e/terminal.js';
import { isAlive } from '../fixtures/alive.js';
import { PuppetStage } from '../fixtures/puppet.js';
import { ProgramRun, watchdog } from './program-run.js';

const sleeper = { command: 'exec sleep 600' };

describe('status', () => {
  it('shows a plain table in a pipe, a coloured one where colours are asked for, and JSON', async () => {
    using project = new Project({ api: sleeper, off: { ...sleeper, autoStart: false } });
    await using run = await ProgramRun.up(project.folder);
    const plain = await watchdog(project.folder, ['status']);
    expect(plain.status).toBe(0);
    expect(plain.stderr).toBe('');
    expect(plain.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).join(' | '))).toEqual([
      'NAME | STATE',
      'api | running',
      'off | stopped',
      '',
    ]);
    const coloured = await watchdog(project.folder, ['ps', 'api'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\x1b[32mrunning');
    expect(stripVTControlCharacters(coloured.stdout)).not.toBe(coloured.stdout);
    const { stdout } = await watchdog(project.folder, ['status', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'api', state: 'running', desired: 'up', startCount: 1, exit: null },
      { name: 'off', state: 'stopped', desired: 'down', pid: null },
    ]);
    expect(run.child.exitCode).toBeNull();
  });

  it('is found from a folder below, by --file from elsewhere, and while the configuration is being edited', async () => {
    using project = new Project({ api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    const below = join(project.folder, 'src');
    mkdirSync(below);
    const file = join(project.folder, 'watchdog.yaml');
    writeFileSync(file, 'processes: [');
    for (const [folder, args] of [
      [below, []],
      ['/', ['-f', file]],
      ['/', ['--file', file]],
    ] as const) {
      expect((await watchdog(folder, ['status', ...args])).stdout).toContain('running');
    }
    expect((await watchdog('/', ['-f', file, 'logs', '-n', '1'])).stdout).toContain('started');
  });

  it('with --watch draws again until the watchdog ends', async () => {
    using project = new Project({ api: sleeper });
    await using run = await ProgramRun.up(project.folder);
    await using watching = new ProgramRun(project.folder, ['status', '--watch', '--json']);
    await expect.poll(() => watching.stdout.trimEnd().split('\n').length).toBeGreaterThan(1);
    run.child.kill('SIGTERM');
    const { status, stdout } = await watching.end;
    expect(status).toBe(69);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject([{ name: 'api' }]);
  });
});

describe('in a terminal', () => {
  it('status is coloured, and with --watch drawn in its place', async () => {
    using project = new Project({ api: sleeper });
    await using run = await ProgramRun.up(project.folder);
    const args = [builtProgram, 'status', '--watch'];
    const size = { columns: 50, rows: 10 };
    await using terminal = Terminal.start({ command: process.execPath, args, cwd: project.folder, ...size });
    // On a busy machine a second may pass between two tables.
    const drawnFor = (seconds: number) => (screen: string[]) => Number(/ (\d+)s /.exec(screen[1] ?? '')?.[1]) >= seconds;
    await terminal.until((screen) => screen.some((line) => line.startsWith('api')), 'the table');
    const uptime = Number(/(\d+)s /.exec(terminal.screen()[1]!)![1]);
    await terminal.until(drawnFor(uptime + 2), 'a later table');
    expect(terminal.screen().filter((line) => line !== '')).toHaveLength(2);
    expect(terminal.screen()[1]).toMatch(/^api {3}running +\d+s +0$/);
    expect(terminal.cell(6, 1)).toMatchObject({ text: 'r', fg: 2 });
    run.child.kill('SIGTERM');
    expect((await terminal.exited).code).toBe(69);
    expect(terminal.screen().join(' ')).toContain('no watchdog runs here');
  });
});

describe('an action', () => {
  it('is over when its outcome is there, and says it', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using _run = await ProgramRun.up(project.folder);
    const first = await stage.next();
    expect(await watchdog(project.folder, ['stop', 'api'])).toEqual({ status: 0, stdout: '', stderr: 'api stopped\n' });
    expect(isAlive(first.pid)).toBe(false);
    const started = await watchdog(project.folder, ['start', '--all']);
    const second = await stage.next();
    expect(started).toEqual({ status: 0, stdout: '', stderr: `api started, pid ${second.pid}\n` });
    await watchdog(project.folder, ['restart', 'api']);
    const third = await stage.next();
    expect([isAlive(second.pid), isAlive(third.pid)]).toEqual([false, true]);
    expect((await watchdog(project.folder, ['kill', 'api'])).stderr).toBe('api killed\n');
    expect(isAlive(third.pid)).toBe(false);
    expect((await watchdog(project.folder, ['reset', 'api'])).stderr).toBe('api: circuit and counts reset\n');
  });

  it('that fails ends with 1 and the reason', async () => {
    using project = new Project({
      typo: { command: './tpyo', args: ['x'], autoStart: false },
      api: { ...sleeper, autoStart: false },
    });
    await using _run = await ProgramRun.up(project.folder);
    const { status, stdout, stderr } = await watchdog(project.folder, ['start', '--all']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^typo did not start: command not found: .*tpyo.*\napi started, pid \d+\n$/);
  });

  it('given twenty times at once leaves one child and no error', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine, stop: { grace: '1h' } } });
    await using _run = await ProgramRun.up(project.folder);
    const pids = [(await stage.next()).pid];
    const ends = await Promise.all(Array.from({ length: 20 }, () => watchdog(project.folder, ['restart', 'api'])));
    expect(ends.filter(({ status }) => status !== 0)).toEqual([]);
    const [{ pid }] = JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout);
    // The newest may not have called in yet.
    while (pids.at(-1) !== pid) pids.push((await stage.next()).pid);
    expect(pids.length).toBeGreaterThan(1);
    expect(pids.filter(isAlive)).toHaveLength(1);
  });
});

describe('wait', () => {
  it('holds a shell script until a process is healthy', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      api: { command: stage.commandLine, healthCheck: { exec: 'test -f ready', startInterval: '50ms' } },
    });
    await using _run = await ProgramRun.up(project.folder);
    const wait = `"${process.execPath}" "${builtProgram}" wait api`;
    const script = `${wait} --timeout 200ms; echo "first $?"; touch ready; ${wait} --for healthy; echo "then $?"`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: project.folder, env: cleanEnvironment() });
    expect(stdout).toBe('first 1\nthen 0\n');
    expect(stderr).toMatch(/^api is not healthy after 200ms: .+\n$/);
  });

  it('knows running, completed and stopped', async () => {
    using project = new Project({ once: { command: 'true', autoRestart: false }, api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    const wait = async (...args: string[]) => (await watchdog(project.folder, ['wait', '--timeout', '5s', ...args])).status;
    expect(await wait('once', '--for', 'completed')).toBe(0);
    expect(await wait('api', '--for', 'running')).toBe(0);
    expect(await wait('once', '--for', 'stopped')).toBe(0);
    expect(await wait('api', '--for', 'stopped', '--timeout', '10ms')).toBe(1);
  });

  it('says with --json whether it holds, and how each is', async () => {
    using project = new Project({
      api: sleeper,
      once: { command: 'true', autoRestart: false },
      watched: { ...sleeper, watch: { paths: ['.'] } },
    });
    await using _run = await ProgramRun.up(project.folder);
    const wait = async (...args: string[]) => {
      const { status, stdout, stderr } = await watchdog(project.folder, ['wait', '--json', ...args]);
      return { status, stderr, document: JSON.parse(stdout) };
    };
    expect(await wait('once', 'api', '--for', 'completed', '--timeout', '300ms')).toMatchObject({
      status: 1,
      stderr: '',
      document: {
        holds: false,
        for: 'completed',
        fresh: false,
        why: expect.stringMatching(/^api is not completed after 300ms: running for /),
        processes: [
          { name: 'api', holds: false, state: 'running', health: 'none', pid: expect.any(Number) },
          { name: 'once', holds: true, state: 'completed', reason: expect.stringContaining('exit code 0') },
        ],
      },
    });
    expect(await wait('api', '--for', 'running')).toMatchObject({
      status: 0,
      document: { holds: true, processes: [{ holds: true }] },
    });
    await watchdog(project.folder, ['stop', 'watched']);
    expect(await wait('watched', '--fresh')).toMatchObject({
      status: 1,
      stderr: '',
      document: { holds: false, fresh: true, why: 'watched will not become fresh: it is stopped' },
    });
  });
});
