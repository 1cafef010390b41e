import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/api/watchdog.js';
import { FakeClock } from '../ports/fake-clock.js';
import { FakeSpawner, settle } from '../ports/fake-spawner.js';
import { FakeSwarm } from '../ports/fake-swarm.js';
import { containersConfig } from './container-stage.js';

let clock: FakeClock;
let swarm: FakeSwarm;
let spawner: FakeSpawner;
let watchdog: Watchdog;
let noticed: string[];

beforeEach(() => {
  clock = new FakeClock();
  swarm = new FakeSwarm(clock);
  spawner = new FakeSpawner();
  watchdog = new Watchdog({ handleSignals: false, environment: {}, ports: { clock, swarm, spawner, random: () => 0 } });
  noticed = [];
  watchdog.onNotice(({ text }) => noticed.push(text));
});

afterEach(async () => {
  const done = watchdog.shutdown();
  for (const child of spawner.children) child.exit({ code: 0 });
  await done;
});

async function monitor(written: object): Promise<void> {
  await watchdog.monitorContainers(containersConfig(written));
  await settle();
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await settle();
}

function rows(): readonly string[] {
  return watchdog.snapshots().map(({ name, state, health, brief }) => `${name} ${state} ${health} ${brief}`.trim());
}

function logOf(name: string): readonly string[] {
  return (watchdog.log(name)?.slice(0, Number.POSITIVE_INFINITY) ?? []).map(({ stream, text }) => `${stream} ${text}`);
}

describe('services of a Swarm', () => {
  it('are rows: those that are named, and all of a stack as they come and go', async () => {
    swarm.make('shop_web', { stack: 'shop', replicas: 2 });
    swarm.make('shop_db', { stack: 'shop' });
    swarm.make('other');
    await monitor({ services: ['alone'], stack: 'shop' });
    expect(rows()).toEqual([
      'service:alone stopped none missing',
      'service:shop_db running healthy 1/1',
      'service:shop_web running healthy 2/2',
    ]);
    expect(watchdog.getStatus('service:shop_web')).toMatchObject({ kind: 'service', pid: null, desired: 'up' });
    swarm.remove('shop_db');
    swarm.make('alone');
    await pass(1000);
    expect(rows()).toEqual(['service:alone running healthy 1/1', 'service:shop_web running healthy 2/2']);
  });

  it('are asked every second while something is on its way, and by the interval after that', async () => {
    swarm.make('web', { replicas: 2, tasks: [swarm.task()] });
    await monitor({ services: ['web'], listInterval: '10s' });
    await pass(1000);
    expect(swarm.lists).toBe(2);
    swarm.make('web', { replicas: 2 });
    for (let second = 0; second < 20; second += 1) await pass(1000);
    const before = swarm.lists;
    for (let second = 0; second < 20; second += 1) await pass(1000);
    expect(swarm.lists - before).toBe(2);
  });

  it('are waited for by what depends on them, and started for it', async () => {
    swarm.make('db', { replicas: 0, replicasBefore: 2 });
    await monitor({ services: ['db'] });
    watchdog.register({ name: 'api', command: 'x', dependsOn: { 'service:db': 'healthy' } });
    void watchdog.start('api');
    await settle();
    expect(swarm.calls).toEqual(['scale id-db 2']);
    await settle();
    await pass(1000);
    expect(rows()[0]).toMatch(/^api (starting|running)/);
  });

  it('are restarted, stopped and started by the Swarm, and each command ends when that is so', async () => {
    swarm.make('web', { replicas: 3 });
    await monitor({ services: ['web'] });
    await expect(watchdog.restart('service:web')).resolves.toBe(true);
    await expect(watchdog.stop('service:web')).resolves.toBe(true);
    expect(rows()).toEqual(['service:web stopped none']);
    await expect(watchdog.start('service:web')).resolves.toBe(true);
    expect(swarm.calls).toEqual(['force id-web', 'scale id-web 0', 'scale id-web 3']);
  });

  it('are scaled to any number, where they can be', async () => {
    swarm.make('web');
    swarm.make('agent', { mode: 'global' });
    await monitor({ services: ['web', 'agent'] });
    await expect(watchdog.scale('service:web', 4)).resolves.toBe(true);
    expect(rows()[0]).toBe('service:web running healthy 4/4');
    expect(watchdog.snapshots().map(({ replicas }) => replicas)).toEqual([4, undefined]);
    await expect(watchdog.scale('service:agent', 4)).resolves.toBe(false);
    expect(rows()[1]).toContain('it runs on every node, and cannot be scaled');
    expect(swarm.calls).toEqual(['scale id-web 4']);
  });

  it('have the logs of all tasks as one, with the task in front of each line', async () => {
    const [one, two] = [swarm.task({ slot: '1' }), swarm.task({ slot: '2' })];
    swarm.make('web', { replicas: 2, tasks: [one, two] });
    await monitor({ services: ['web'] });
    const [log] = swarm.logs;
    log!.took({ stream: 'stdout', chunk: Buffer.from('hel'), task: one.id, time: clock.wallTime() });
    log!.took({ stream: 'stdout', chunk: Buffer.from('lo\n'), task: one.id, time: clock.wallTime() });
    log!.took({ stream: 'stdout', chunk: Buffer.from('cut'), task: one.id, time: clock.wallTime() });
    log!.took({ stream: 'stdout', chunk: Buffer.from('other\n'), task: two.id, time: clock.wallTime() });
    log!.took({ stream: 'stderr', chunk: Buffer.from('gone\n'), task: 'longgone1234', time: clock.wallTime() });
    expect(logOf('service:web')).toEqual([
      'stdout web.1 | hello',
      'stdout web.1 | cut',
      'stdout web.2 | other',
      'stderr web.longgone | gone',
    ]);
    log!.ended('broken', false);
    await pass(2000);
    expect(swarm.logs[1]!.request.since).toBeGreaterThan(1_700_000_000_000);
  });

  it('have their tasks with node and error in the details', async () => {
    const failed = swarm.task({ slot: '2', node: 'node2', state: 'rejected', wanted: false, error: 'No such image: x' });
    swarm.make('web', { replicas: 2, tasks: [swarm.task(), failed] });
    await monitor({ services: ['web'] });
    expect(watchdog.details('service:web')?.container).toMatchObject({
      ownRestart: 'any',
      tasks: {
        replicas: 2,
        list: [{ words: 'web.1 on node1: running' }, { words: 'web.2 on node2: rejected: No such image: x' }],
      },
    });
  });

  it('are unknown while the engine does not answer, which is said once, and known again after that', async () => {
    swarm.make('web');
    await monitor({ services: ['web'] });
    swarm.away = true;
    await pass(1000);
    await pass(1000);
    expect(rows()).toEqual(['service:web unknown none the container engine does not answer']);
    await expect(watchdog.start('service:web')).resolves.toBe(false);
    swarm.away = false;
    await pass(4000);
    expect(rows()).toEqual(['service:web running healthy 1/1']);
    expect(noticed).toEqual([
      'services: the container engine does not answer; their state is unknown until it does',
      'services: the Swarm answers',
    ]);
  });

  it('go on when the watchdog ends, which says so', async () => {
    swarm.make('web');
    await monitor({ services: ['web'] });
    const report = await watchdog.shutdown();
    expect(report.running).toEqual(['service:web']);
    expect(swarm.calls).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
