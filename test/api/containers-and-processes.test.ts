import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActionRun } from '../../src/api/action-run.js';
import { ContainerMonitor } from '../../src/api/container-monitor.js';
import { statusDocuments } from '../../src/control/status-document.js';
import { shutdownLine } from '../../src/view/chrome/notice.js';
import { endsWithUs, rowName } from '../../src/view/state/words.js';
import { ContainerStage, containersConfig } from './container-stage.js';

let stage: ContainerStage;

beforeEach(() => {
  stage = new ContainerStage();
});

describe('a process that depends on a container', () => {
  it('waits until it is healthy, and shows what it waits for', async () => {
    stage.engine.make('redis', { health: 'pending' });
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'healthy' } });
    await stage.monitor();
    stage.watchdog.up();
    await stage.settle();
    expect(stage.watchdog.getStatus('api')).toMatchObject({
      state: 'waiting',
      reason: 'waiting for container:redis to be healthy',
    });
    stage.engine.setHealth('redis', 'healthy');
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.state).toBe('running');
  });

  it('brings it up with it, where it is down; also where that is only known later', async () => {
    stage.engine.make('redis', { state: 'exited', finishedAt: 5 });
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'started' } });
    const monitored = stage.monitor();
    stage.watchdog.up();
    await monitored;
    expect(stage.engine.calls).toEqual(['start redis']);
    expect(stage.watchdog.getStatus('api')?.state).toBe('running');
    const stopped = stage.watchdog.stop('api');
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await stopped;
    await stage.watchdog.stop('container:redis');
    await stage.watchdog.start('api');
    expect(stage.engine.calls).toEqual(['start redis', 'stop redis', 'start redis']);
  });

  it('is not waited for on the command line while the engine of the container does not answer', async () => {
    stage.engine.away = true;
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'started' } });
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    await stage.monitor();
    const manner = { resetHint: () => '', waitingIsOutcome: false };
    const text = 'web is waiting for api to start; the container engine does not answer';
    expect(await new ActionRun(stage.watchdog, stage.clock, 'web', manner).run('start')).toEqual({ ok: false, text });
  });

  it('is blocked by one that is not there, and goes on once it is', async () => {
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'started' } });
    await stage.monitor();
    stage.watchdog.up();
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.reason).toBe('blocked: container:redis is missing');
    stage.engine.make('redis');
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.state).toBe('running');
  });

  it('is blocked where nothing can ever call the container healthy', async () => {
    stage.engine.make('redis');
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'healthy' } });
    await stage.monitor();
    stage.watchdog.up();
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.reason).toBe('blocked: container:redis has no health check');
  });

  it('waits, and is not blocked, while the engine is away', async () => {
    stage.engine.away = true;
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'started' } });
    await stage.monitor();
    stage.watchdog.up();
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.reason).toBe('waiting for container:redis to start');
  });

  it('is restarted with it where it says so', async () => {
    stage.engine.make('redis');
    stage.watchdog.register({
      name: 'api',
      command: 'api',
      dependsOn: { 'container:redis': { condition: 'started', restart: true } },
    });
    await stage.monitor();
    stage.watchdog.up();
    await stage.settle();
    stage.engine.crash('redis');
    await stage.advance(2000);
    expect(stage.noticed).toEqual(['api: restarting: container:redis restarted']);
  });
});

describe('rows', () => {
  it('of containers stand behind the processes, and are the same array while nothing changes', async () => {
    stage.engine.make('redis', { ports: [{ host: 'localhost', port: 6379 }] });
    stage.watchdog.register({ name: 'api', command: 'api' });
    await stage.monitor({ names: { redis: { healthCheck: null } } });
    stage.watchdog.usage.watch();
    await stage.settle();
    const rows = stage.watchdog.snapshots();
    expect(rows.map(({ name, kind, pid }) => [name, kind, pid])).toEqual([
      ['api', 'process', null],
      ['container:redis', 'container', null],
    ]);
    await stage.advance(9000);
    expect(stage.watchdog.snapshots()).toBe(rows);
    expect(statusDocuments(stage.watchdog, ['container:redis'])).toMatchObject([
      { name: 'container:redis', kind: 'container', state: 'running', ports: [6379], memory: 1024, dependsOn: [] },
    ]);
  });

  it('show uptime by the engine’s clock, and cpu from one measure to the next', async () => {
    stage.engine.make('redis', { startedAt: stage.clock.wallTime() - 60_000 });
    stage.watchdog.usage.watch();
    await stage.monitor();
    expect(stage.status().uptime).toBe(60_000);
    await stage.advance(10_000);
    expect(statusDocuments(stage.watchdog, [])).toMatchObject([{ cpu: 1, uptime: 70_000 }]);
  });

  it('are measured only while usage is displayed', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    await stage.advance(60_000);
    expect([stage.engine.usages, stage.status().memory]).toEqual([0, null]);
    const stop = stage.watchdog.usage.watch();
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ cpu: expect.any(Number), memory: 1024 });
    stop();
    const { usages } = stage.engine;
    await stage.advance(60_000);
    expect([stage.engine.usages, stage.status().memory]).toEqual([usages, null]);
    await Promise.all([stage.watchdog.usage.measure(), stage.advance(1000)]);
    expect(stage.status().memory).toBe(1024);
  });

  it('are marked, and are not among what quitting would end', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    const rows = stage.watchdog.snapshots();
    expect(rows.map(rowName)).toEqual(['▣ redis']);
    expect(rows.filter(endsWithUs)).toEqual([]);
    expect(
      shutdownLine(rows, 0, 60)
        .map(({ text }) => text)
        .join(''),
    ).not.toContain('redis');
  });

  it('cost one list for a tick, and no inspection of what has not changed', async () => {
    for (let index = 0; index < 50; index += 1) stage.engine.make(`c${index}`);
    await stage.monitor({ names: [...stage.engine.containers.keys()] });
    const [lists, inspections] = [stage.engine.lists, stage.engine.inspections];
    await stage.advance(100_000);
    expect(stage.engine.lists - lists).toBe(10);
    expect(stage.engine.inspections - inspections).toBe(0);
  });

  it('are acted on with words like those for a process', async () => {
    stage.engine.make('redis', { state: 'exited' });
    await stage.monitor();
    const manner = { resetHint: () => 'c resets it', waitingIsOutcome: true };
    const act = (action: 'start' | 'stop') => new ActionRun(stage.watchdog, stage.clock, 'container:redis', manner).run(action);
    expect(await act('start')).toEqual({ ok: true, text: 'container:redis started' });
    expect(await act('stop')).toEqual({ ok: true, text: 'container:redis stopped' });
  });
});

describe('another configuration', () => {
  it('touches only what it changes: a restart that is due stays due, and what it no longer names is let go', async () => {
    for (const name of ['redis', 'web', 'old']) stage.engine.make(name);
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:old': 'started' } });
    await stage.monitor({ names: ['redis', 'web', 'old'] });
    stage.engine.crash('redis');
    await stage.advance(1500);
    expect(stage.status().state).toBe('backoff');
    await stage.watchdog.monitorContainers(containersConfig({ names: { redis: null, web: { maxRestarts: 0 } } }));
    await stage.advance(500);
    expect(stage.engine.calls).toEqual(['start redis']);
    stage.engine.crash('web');
    await stage.advance(2000);
    expect(stage.status('web').state).toBe('failed');
    expect(stage.watchdog.getStatus('container:old')).toBeNull();
    stage.watchdog.up();
    await stage.settle();
    expect(stage.watchdog.getStatus('api')?.reason).toBe('blocked: container:old is not registered');
  });

  it('of another engine begins again, and none at all ends it', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    const lists = stage.engine.lists;
    await stage.monitor({ names: ['redis'], listInterval: '1s' });
    expect(stage.engine.lists).toBeGreaterThan(lists);
    expect(stage.status().state).toBe('running');
    await stage.watchdog.monitorContainers(null);
    expect(stage.watchdog.snapshots()).toEqual([]);
    expect(stage.clock.pending).toBe(0);
  });
});

describe('the log of a container', () => {
  it('is followed, attached again to each life, and says where one ends and begins', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    const log = stage.watchdog.log('container:redis');
    const [first] = stage.engine.logsOpened;
    expect(first?.request).toMatchObject({ id: 'id-1', since: null, tty: false });
    first?.took({ stream: 'stdout', chunk: Buffer.from('one\n') });
    stage.engine.crash('redis');
    first?.took({ stream: 'stderr', chunk: Buffer.from('last words\n') });
    const died = stage.clock.wallTime();
    await stage.advance(2000);
    const second = stage.engine.logsOpened[1];
    expect([first?.closed, second?.request.since]).toEqual([true, died + 1]);
    second?.took({ stream: 'stdout', chunk: Buffer.from('two\n') });
    expect(log?.slice(0, 100).map(({ stream, text }) => `${stream}: ${text}`)).toEqual([
      'watchdog: started',
      'stdout: one',
      'stderr: last words',
      'watchdog: ended with exit code 137',
      'watchdog: started',
      'stdout: two',
    ]);
  });

  it('has also what a life wrote that was over before it was read', async () => {
    const redis = stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis');
    await stage.advance(1500);
    stage.engine.dying = { exitCode: 3 };
    await stage.advance(500);
    const second = stage.engine.logsOpened[1];
    expect(second?.request.since).toBe(redis.startedAt - 2000 + 1);
    second?.took({ stream: 'stderr', chunk: Buffer.from('no such file') });
    second?.ended('its end', false);
    expect(
      stage.watchdog
        .log('container:redis')
        ?.slice(0, 100)
        .map(({ text }) => text),
    ).toEqual(['started', 'ended with exit code 137', 'started', 'no such file', 'ended with exit code 3']);
    await stage.advance(10_000);
    expect(stage.status().state).toBe('running');
    expect(stage.engine.logsOpened).toHaveLength(3);
  });

  it('of one that was down already is there too, and is not opened again and again', async () => {
    stage.engine.make('redis', { state: 'exited', finishedAt: 5 });
    await stage.monitor();
    const [log] = stage.engine.logsOpened;
    log?.took({ stream: 'stdout', chunk: Buffer.from('old\n') });
    log?.ended('its end', false);
    await stage.advance(20_000);
    expect(
      stage.watchdog
        .log('container:redis')
        ?.slice(0, 100)
        .map(({ text }) => text),
    ).toEqual(['started', 'old']);
    expect(stage.engine.logsOpened).toHaveLength(1);
  });

  it('is opened again when it breaks off while the container runs, from where it was', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.logsOpened[0]?.took({ stream: 'stdout', chunk: Buffer.from('one\n') });
    const heard = stage.clock.wallTime();
    stage.engine.logsOpened[0]?.ended('broken', false);
    await stage.advance(2000);
    expect(stage.engine.logsOpened[1]?.request.since).toBe(heard);
  });
});

describe('an agents.json', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wd-agents-'));
    file = join(folder, 'agents.json');
  });

  afterEach(async () => {
    await stage.watchdog.shutdown();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (...names: string[]): void =>
    writeFileSync(file, JSON.stringify({ agents: names.map((name) => ({ name: `agent ${name}`, containerName: name })) }));
  const rows = (): string[] => stage.watchdog.snapshots().map(({ name }) => name);

  it('is read again when it changes and every ten seconds; what it no longer names is let go, not stopped', async () => {
    for (const name of ['a', 'b', 'c']) stage.engine.make(name);
    write('a', 'b');
    await stage.monitor({ agentsJson: file });
    expect(rows()).toEqual(['container:a', 'container:b']);
    write('b', 'c');
    stage.watcher.change('agents.json');
    await stage.advance(200);
    expect(rows()).toEqual(['container:b', 'container:c']);
    expect(stage.status('c').state).toBe('running');
    write('c');
    await stage.advance(10_000);
    expect(rows()).toEqual(['container:c']);
    expect(stage.engine.calls).toEqual([]);
  });

  it('that is half-written or gone leaves the last good list, which is said once', async () => {
    stage.engine.make('a');
    write('a');
    await stage.monitor({ agentsJson: file });
    writeFileSync(file, '{"agents": [');
    await stage.advance(60_000);
    expect(rows()).toEqual(['container:a']);
    expect(stage.noticed).toEqual([`containers: ${file} cannot be used: it is not JSON; its last containers stay`]);
    rmSync(file);
    await stage.advance(60_000);
    expect(stage.noticed).toHaveLength(2);
    write('a', 'b');
    await stage.advance(10_000);
    expect(rows()).toEqual(['container:a', 'container:b']);
  });

  it('is brought together with the configuration by name, which wins', async () => {
    stage.engine.make('a');
    write('a', 'b');
    await stage.monitor({ agentsJson: file, names: { own: null, a: { maxRestarts: 0 } } });
    expect(rows()).toEqual(['container:own', 'container:a', 'container:b']);
    stage.engine.crash('a');
    await stage.advance(2000);
    expect(stage.status('a').state).toBe('failed');
  });

  it('is all that a monitor of its own needs', async () => {
    const { clock, engine, probes, watcher } = stage;
    const told: string[] = [];
    engine.make('a', { ports: [{ host: 'localhost', port: 3001 }] });
    probes.answer = { ok: true, message: 'HTTP 200' };
    write('a');
    const monitor = new ContainerMonitor(
      file,
      {
        onContainerExit: (name, exitCode) => told.push(`exit ${name} ${exitCode}`),
        onContainerRestart: (name) => told.push(`restart ${name}`),
        onContainerHealthFailed: (name) => told.push(`health ${name}`),
      },
      { clock, engine, probes, watcher, random: () => 0 },
    );
    monitor.start();
    monitor.start();
    await import('../../src/supervisor/container/containers.js');
    await stage.settle();
    expect(monitor.getStatus()).toEqual([
      {
        name: 'a',
        agentName: 'agent a',
        state: 'running',
        healthy: true,
        hostPort: 3001,
        restartCount: 0,
        uptime: 0,
        circuitOpen: false,
      },
    ]);
    for (let crash = 0; crash < 3; crash += 1) {
      engine.crash('a');
      await stage.advance(4000);
    }
    await stage.advance(1000);
    expect(told).toEqual(['exit a 137', 'restart a', 'exit a 137', 'restart a', 'exit a 137']);
    expect(monitor.getStatus()[0]).toMatchObject({ state: 'circuit_open', circuitOpen: true, restartCount: 2 });
    monitor.resetCircuitBreaker('a');
    expect(monitor.getStatus()[0]).toMatchObject({ state: 'stopped', circuitOpen: false, restartCount: 0 });
    expect(() => monitor.resetCircuitBreaker('nobody')).toThrow("Container 'nobody' is not monitored");
    monitor.stop();
    expect(clock.pending).toBe(0);
  });

  it('is watched by the Watchdog as the specification has it, unless that is off', async () => {
    write('a');
    stage.engine.make('a');
    expect(stage.watchdog.startContainerMonitoring(file)).toBeUndefined();
    expect(stage.watchdog.startContainerMonitoring(file)).toMatchObject({ ok: false });
    await import('../../src/supervisor/container/containers.js');
    await stage.settle();
    expect(stage.status('a').state).toBe('running');
    const events: unknown[] = [];
    stage.watchdog.on('container_exit', (event) => events.push(event));
    stage.watchdog.on('container_restart', (event) => events.push(event));
    stage.engine.crash('a', 1);
    await stage.advance(2000);
    expect(events).toEqual([{ containerName: 'a', exitCode: 1, by: 'itself', why: '' }, { containerName: 'a' }]);
  });
});
