import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../src/client/client.js';
import { Project } from '../e2e/project.js';
import { isAlive, untilDead } from '../fixtures/alive.js';
import { PuppetStage } from '../fixtures/puppet.js';
import { ProgramRun, watchdog } from './program-run.js';

const sleeper = { command: 'exec sleep 600' };

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
      stderr: 'watchdog: no watchdog runs here; start one with: watchdog up\n',
    });
  });

  it.each([
    ['status ap', 'no process is called "ap"; did you mean "api"?'],
    ['logs web', 'no process is called "web"; FILE has api'],
    ['why web', 'no process is called "web"; FILE has api'],
    ['wait api web', 'no process is called "web"; FILE has api'],
    ['restart @backend', 'no group is called "@backend"; no process has a group'],
    ['stop w*', 'no process matches "w*"; there are api'],
    ['signal web HUP', 'no process is called "web"; FILE has api'],
    ['scale web=3', 'no process is called "web"; FILE has api'],
    ['open web', 'no process is called "web"; FILE has api'],
  ])('%s ends with 64, as the configuration has no such name', async (line, words) => {
    using project = new Project({ api: sleeper });
    const said = words.replace('FILE', join(project.folder, 'watchdog.yaml'));
    expect(await watchdog(project.folder, line.split(' '))).toMatchObject({
      status: 64,
      stdout: '',
      stderr: `watchdog: ${said}\n`,
    });
  });

  it('ends with 69 for names that only an engine knows, and beside a configuration that is invalid', async () => {
    using project = new Project({ api: sleeper });
    const file = join(project.folder, 'watchdog.yaml');
    writeFileSync(file, 'processes: {}\ncontainers: {services: [shop_web]}\n');
    for (const name of ['container:db', 'service:shop_web', '@shop'])
      expect((await watchdog(project.folder, ['status', name])).status).toBe(69);
    writeFileSync(file, 'processes: {api: {comand: x}}\n');
    expect((await watchdog(project.folder, ['status', 'web'])).status).toBe(69);
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
  it('is said once, and is in a folder of its user', async () => {
    using project = new Project({ api: { command: 'echo works; exec sleep 600' } });
    mkdirSync(join(project.folder, '.watchdog/watchdog.sock/full'), { recursive: true });
    await using run = new ProgramRun(project.folder, ['--headless']);
    await expect.poll(() => run.stdout).toContain('api | works');
    expect(run.stderr.match(/watchdog\.sock is a folder, in the place of a file/g)).toHaveLength(1);
    expect(JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout)).toMatchObject([
      { name: 'api', state: 'running' },
    ]);
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
    await expect.poll(async () => (await watchdog(deep, ['status'], env)).status).toBe(0);
    expect(existsSync(join(deep, '.watchdog/watchdog.sock'))).toBe(false);
    expect((await watchdog(deep, ['down'], env)).status).toBe(0);
    expect((await run.end).status).toBe(0);
  });
});
