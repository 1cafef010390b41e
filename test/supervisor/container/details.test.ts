import { beforeEach, describe, expect, it } from 'vitest';
import { ContainerStage } from '../../api/container-stage.js';

let stage: ContainerStage;

beforeEach(() => {
  stage = new ContainerStage();
});

function details() {
  return stage.watchdog.details('container:redis')!;
}

describe('The details of a container', () => {
  it('say what the engine says that it is', async () => {
    stage.engine.make('redis', { ownRestart: 'always', ports: [{ host: 'localhost', port: 6379 }] });
    await stage.monitor();
    expect(details().container).toEqual({
      id: 'id-1',
      image: 'redis:7',
      engine: 'Fake 1.0 at /fake.sock',
      ownRestart: 'always',
      bindings: [{ inside: '80/tcp', outside: ['0.0.0.0:6379'] }],
      unchecked: false,
    });
  });

  it('say nothing of one that is not there, and are none for a name that is not supervised', async () => {
    await stage.monitor();
    expect(details()).toMatchObject({ container: null, probes: [], dependents: [], tree: null });
    expect(stage.watchdog.details('container:nobody')).toBeUndefined();
    expect(stage.watchdog.details('container:')).toBeUndefined();
    expect(stage.watchdog.details('redis')).toBeUndefined();
  });

  it('are those of its configuration as resolved, with secrets masked', async () => {
    stage.watchdog.hideSecrets({ secrets: [], secretValues: ['hunter2'] });
    await stage.monitor({ names: { redis: { healthCheck: { http: 'http://localhost:1/hunter2' }, restartDelay: '3s' } } });
    expect(details().configuration).toContain('    url: http://localhost:1/***\n');
    expect(details().configuration).toContain('restartDelay: 3s\n');
  });

  it('name its dependents, which name it as their dependency', async () => {
    stage.engine.make('redis', { health: 'healthy' });
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { 'container:redis': 'healthy' } });
    await stage.monitor();
    expect(details().dependents).toEqual([{ name: 'api', condition: 'healthy', state: 'stopped', health: 'none' }]);
    expect(stage.watchdog.details('api')?.dependencies).toEqual([
      { name: 'container:redis', condition: 'healthy', state: 'running', health: 'healthy' },
    ]);
  });

  it("have the last answers to the engine's own check, each once, and are brought up to date by an inspection", async () => {
    const check = (at: number, ok = true) => ({ ok, message: ok ? 'PONG' : 'exit code 1', at, latencyMs: 12 });
    const container = stage.engine.make('redis', { health: 'healthy', checks: [check(1), check(2, false)] });
    await stage.monitor();
    container.checks = [check(2, false), check(3)];
    expect(await stage.watchdog.tree('container:redis')).toEqual([]);
    await stage.settle();
    expect(details().probes).toEqual([
      {
        id: 'health',
        records: [check(1), check(2, false), check(3)],
        latency: { upTo: [0, 0, ...Array(9).fill(3)], count: 3, sumMs: 36, failed: 1 },
      },
    ]);
  });

  it('have what our own check found, and nothing of a check of the engine that ours takes the place of', async () => {
    stage.probes.answer = { ok: false, message: 'HTTP 503' };
    stage.engine.make('redis', { health: 'healthy', checks: [{ ok: true, message: 'PONG', at: 1, latencyMs: 1 }] });
    await stage.monitor({ names: { redis: { healthCheck: { http: 'http://localhost:1/' } } } });
    const [track] = details().probes;
    expect(track?.records).toEqual([{ ok: false, message: 'HTTP 503', at: stage.clock.wallTime(), latencyMs: 0 }]);
  });

  it('say that the engine never runs its check', async () => {
    stage.engine.make('redis', { health: 'pending', everChecked: false });
    await stage.monitor();
    await stage.advance(60_000);
    expect(details()).toMatchObject({ container: { unchecked: true }, probes: [] });
  });

  it('have its changes of state with their reasons', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    await stage.advance(20_000);
    stage.engine.crash('redis');
    await stage.advance(2000);
    expect(details().timeline.map(({ from, to, reason }) => `${from} ${to}: ${reason}`)).toEqual([
      'unknown running: running for 0s',
      'running stopping: ended with exit code 137, checking whether it was asked for',
      'stopping backoff: restart 1 in 1s after exit code 137',
      'backoff starting: the engine restarts it',
      'starting running: running for 0s',
    ]);
    expect(details().timeline.at(-1)?.at).toBe(stage.clock.wallTime());
  });

  it('have what the present life used, measured as often as they are read', async () => {
    stage.engine.make('redis');
    stage.watchdog.usage.watch();
    await stage.monitor();
    await stage.advance(10_000);
    await stage.advance(2000);
    await stage.watchdog.tree('container:redis');
    await stage.settle();
    const now = stage.clock.wallTime();
    expect(details().usage).toEqual([
      { at: now - 2000, cpu: 1, memory: 1024 },
      { at: now, cpu: 5, memory: 1024 },
    ]);
    stage.engine.crash('redis');
    await stage.advance(2000);
    expect(details().usage).toEqual([]);
  });

  it('keep the last sixty measures', async () => {
    stage.engine.make('redis');
    stage.watchdog.usage.watch();
    await stage.monitor();
    await stage.advance(800_000);
    expect(details().usage).toHaveLength(60);
  });

  it('can be sent as they are', async () => {
    stage.engine.make('redis', { health: 'healthy' });
    await stage.monitor();
    expect(JSON.parse(JSON.stringify(details()))).toEqual(details());
  });
});
