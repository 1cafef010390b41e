import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../src/control/client.js';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { builtProgram, Project } from '../e2e/project.js';
import { Terminal } from '../e2e/terminal.js';
import { isAlive, untilDead } from '../fixtures/alive.js';
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
    expect(plain.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3).join(' | '))).toEqual([
      'NAME | STATE | HEALTH',
      'api | running | –',
      'off | stopped | –',
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
    await expect.poll(() => watching.stdout.trimEnd().split('\n').length, { timeout: 10_000 }).toBeGreaterThan(1);
    run.child.kill('SIGTERM');
    const { status, stdout } = await watching.end;
    expect(status).toBe(69);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject([{ name: 'api' }]);
  });
});

describe('in a terminal', () => {
  it('status is coloured, cut to the width, and with --watch drawn in its place', async () => {
    using project = new Project({ api: sleeper });
    await using run = await ProgramRun.up(project.folder);
    const args = [builtProgram, 'status', '--watch'];
    const size = { columns: 50, rows: 10 };
    await using terminal = Terminal.start({ command: process.execPath, args, cwd: project.folder, ...size });
    const drawnFor = (seconds: number) => (screen: string[]) => screen.some((line) => line.includes(` ${seconds}s `));
    await terminal.until((screen) => screen.some((line) => line.startsWith('api')), 'the table');
    const uptime = Number(/(\d+)s /.exec(terminal.screen()[1]!)![1]);
    await terminal.until(drawnFor(uptime + 2), 'a later table');
    expect(terminal.screen().filter((line) => line !== '')).toHaveLength(2);
    expect(terminal.screen()[1]).toMatch(/^api {3}running .*…$/);
    expect(terminal.cell(6, 1)).toMatchObject({ text: 'r', fg: 2 });
    run.child.kill('SIGTERM');
    expect((await terminal.exited).code).toBe(69);
    expect(terminal.screen().join(' ')).toContain('no watchdog runs here');
  });
});

describe('without a running watchdog', () => {
  it.each([
    'status',
    'ps',
    'logs',
    'events',
    'down',
    'reload',
    'why api',
    'wait api',
    ...['start', 'stop', 'restart', 'kill', 'reset'].map((action) => `${action} api`),
  ])('%s ends with 69 and says what to do', async (line) => {
    using project = new Project({ api: sleeper });
    const { status, stdout, stderr } = await watchdog(project.folder, line.split(' '));
    expect({ status, stdout, stderr }).toEqual({
      status: 69,
      stdout: '',
      stderr: 'no watchdog runs here; start one with: watchdog up\n',
    });
  });

  it('and without a configuration, 78', async () => {
    expect(await watchdog('/', ['status'])).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('no watchdog.yaml and no Procfile in /'),
    });
    expect(await watchdog('/', ['status', '--file', 'no.yaml'])).toMatchObject({
      status: 78,
      stderr: 'watchdog: there is no file /no.yaml\n',
    });
  });

  it('that was killed: its socket is noticed as stale, and the next run replaces it', async () => {
    using project = new Project({ api: sleeper });
    const run = await ProgramRun.up(project.folder);
    const [{ pid }] = JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout);
    run.child.kill('SIGKILL');
    await run.end.catch(() => {});
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Whatever watched over it was faster.
    }
    await untilDead(pid);
    expect(existsSync(join(project.folder, '.watchdog/watchdog.sock'))).toBe(true);
    expect((await watchdog(project.folder, ['status'])).status).toBe(69);
    await using _next = await ProgramRun.up(project.folder);
    expect((await watchdog(project.folder, ['status'])).status).toBe(0);
  });
});

describe('wrong usage ends with 64', () => {
  const cases: readonly (readonly [line: string, says: string])[] = [
    ['status apj', 'no process is called "apj"; did you mean "api"?'],
    ['restart worker', 'no process is called "worker"; there are api'],
    ['wait apj', 'did you mean "api"?'],
    ['why', "missing required argument 'name'"],
    ['stop', 'stop takes names of processes, or --all'],
    ['stop api --all', 'stop takes names or --all, not both'],
    ['wait api --for luck', 'Allowed choices are healthy, running, completed, stopped'],
    ['wait api --timeout soon', '--timeout takes a duration'],
    ['logs -n many', '-n takes a whole number'],
    ['logs --since ever', '--since takes a duration'],
    ['logs --grep (', '--grep takes a regular expression'],
    ['statsu', 'did you mean "status"?'],
  ];

  it('for each', async () => {
    using project = new Project({ api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    for (const [line, says] of cases) {
      const { status, stdout, stderr } = await watchdog(project.folder, line.split(' '));
      expect({ line, status, stdout }).toEqual({ line, status: 64, stdout: '' });
      expect(stderr).toContain(says);
    }
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
  }, 60_000);
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
    expect(stderr).toMatch(/^api is not healthy after 200 ms: .+\n$/);
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
});

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
    await expect.poll(() => following.stdout, { timeout: 10_000 }).toBe('before\n');
    await puppet.print('after\nlast');
    await expect.poll(() => following.stdout, { timeout: 10_000 }).toBe('before\nafter\nlast\n');
    await puppet.print(' words\n');
    await expect.poll(() => following.stdout, { timeout: 10_000 }).toBe('before\nafter\nlast\n words\n');
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
  it('tell what has happened since the first start', async () => {
    using project = new Project({
      bad: { command: 'exit 3', restartDelay: '10m' },
      api: { ...sleeper, dependsOn: ['bad'], autoStart: false },
    });
    await using _run = await ProgramRun.up(project.folder);
    await expect
      .poll(async () => (await watchdog(project.folder, ['status', 'bad'])).stdout, { timeout: 10_000 })
      .toContain('backoff');
    const why = await watchdog(project.folder, ['why', 'bad']);
    expect(why.stdout).toMatch(
      /^bad: restart 1 in .* after exit code 3\n {2}wanted {8}up\n {2}last exits {4}exit code 3, 0|1|2 s ago\n {2}next start {4}in 9 m/,
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
    expect((await watchdog(project.folder, ['events'])).stdout).toMatch(/^\d\d:\d\d:\d\d {2}bad +exited +code 3, signal null$/m);
  });
});

describe('down', () => {
  it('returns when all is gone: the children, the watchdog, the socket', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const run = await ProgramRun.up(project.folder);
    const { pid } = await stage.next();
    const ends = await Promise.all([watchdog(project.folder, ['down']), watchdog(project.folder, ['down'])]);
    expect([isAlive(pid), isAlive(run.child.pid!)]).toEqual([false, false]);
    expect(existsSync(join(project.folder, '.watchdog/watchdog.sock'))).toBe(false);
    expect((await run.end).status).toBe(0);
    // The second may come when the first has taken the socket away.
    expect(ends.map(({ status }) => status).sort()).toSatisfy(([one, other]) => one === 0 && (other === 0 || other === 69));
    expect(ends.find(({ status }) => status === 0)!.stderr).toBe('everything is stopped, and the watchdog has ended\n');
  });

  it('names what had to be killed', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine, stop: { grace: '200ms' } } });
    await using _run = await ProgramRun.up(project.folder);
    await (await stage.next()).ignore('SIGTERM');
    expect(await watchdog(project.folder, ['down'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('killed, since they did not stop in time: api'),
    });
  });

  it('joins an end that is under way, and does not force it', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    const puppet = await stage.next();
    await puppet.ignore('SIGTERM');
    run.child.kill('SIGTERM');
    await puppet.received('SIGTERM');
    const client = new ControlClient(project.folder);
    const down = client.down();
    await client.status([]); // By then the request before has arrived too.
    expect(isAlive(puppet.pid)).toBe(true);
    await puppet.exit(0);
    expect(await down).toMatchObject({ killed: [], left: [] });
    expect((await run.end).status).toBe(0);
  });
});

describe('a socket that cannot be opened', () => {
  it('is said once and costs only the socket', async () => {
    using project = new Project({ api: { command: 'echo works; exec sleep 600' } });
    mkdirSync(join(project.folder, '.watchdog/watchdog.sock/full'), { recursive: true });
    await using run = new ProgramRun(project.folder, ['--headless']);
    await expect.poll(() => run.stderr, { timeout: 10_000 }).toContain('no control socket');
    await expect.poll(() => run.stdout, { timeout: 10_000 }).toContain('api | works');
    expect(run.stderr.match(/no control socket/g)).toHaveLength(1);
    run.child.kill('SIGTERM');
    expect((await run.end).status).toBe(0);
    expect(existsSync(join(project.folder, '.watchdog/watchdog.sock/full'))).toBe(true);
  });

  it('because the path is too long is opened elsewhere, and found there', async () => {
    using project = new Project({ api: sleeper });
    const deep = join(project.folder, 'd'.repeat(110));
    mkdirSync(deep);
    writeFileSync(join(deep, 'watchdog.yaml'), `processes: {api: {command: exec sleep 600}}`);
    const runtime = join(project.folder, 'r');
    mkdirSync(runtime);
    const env = { XDG_RUNTIME_DIR: runtime };
    await using run = new ProgramRun(deep, ['--headless'], env);
    await expect.poll(async () => (await watchdog(deep, ['status'], env)).status, { timeout: 10_000 }).toBe(0);
    expect(existsSync(join(deep, '.watchdog/watchdog.sock'))).toBe(false);
    expect((await watchdog(deep, ['down'], env)).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });
});
