import { beforeEach, describe, expect, it } from 'vitest';
import { ContainerStage } from './container-stage.js';

let stage: ContainerStage;

beforeEach(() => {
  stage = new ContainerStage();
});

describe('a container that crashes', () => {
  it('is restarted after delays that double, until the third failure opens the circuit', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    const delays: number[] = [];
    for (const expected of [2000, 4000]) {
      const crashed = stage.clock.now();
      stage.engine.crash('redis');
      await stage.advance(expected - 1);
      expect(stage.engine.of('redis').state).toBe('exited');
      await stage.advance(1);
      delays.push(stage.clock.now() - crashed);
      expect(stage.status()).toMatchObject({ state: 'running' });
    }
    stage.engine.crash('redis');
    await stage.advance(60_000);
    expect(delays).toEqual([2000, 4000]);
    expect(stage.engine.calls).toEqual(['start redis', 'start redis']);
    expect(stage.status()).toMatchObject({ state: 'circuit_open', restartCount: 2 });
    expect(stage.status().reason).toMatch(/^circuit open after 3 failures in 6s, trial in /);
    expect(stage.emitted()).toEqual([
      ...['container_exit 137', 'backoff 1000 1', 'container_restart'],
      ...['container_exit 137', 'backoff 3000 2', 'container_restart'],
      ...['container_exit 137', 'circuit_open 3'],
    ]);
  });

  it('gets one trial after the cooldown, and the circuit closes when that lasts', async () => {
    stage.engine.make('redis');
    await stage.monitor({ names: { redis: { circuit: { threshold: 1, cooldown: '30s' } } } });
    stage.engine.crash('redis');
    await stage.advance(1000 + 30_000);
    expect(stage.status()).toMatchObject({ state: 'running', circuit: { state: 'half_open' } });
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ circuit: { state: 'closed' }, restartCount: 0 });
    expect(stage.emitted()).toEqual([
      ...['container_exit 137', 'circuit_open 1', 'circuit_half_open', 'container_restart', 'circuit_closed'],
    ]);
  });

  it('begins again with the delays after it was up for a while', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis');
    await stage.advance(12_001);
    stage.engine.crash('redis');
    await stage.advance(1000);
    expect(stage.emitted()).toContain('backoff 1000 1');
  });

  it('fails for good when its restarts are used up, or when nothing is to restart it', async () => {
    stage.engine.make('redis');
    stage.engine.make('once');
    await stage.monitor({ names: { redis: { maxRestarts: 0 }, once: { autoRestart: false } } });
    stage.engine.crash('redis');
    stage.engine.crash('once', 3);
    await stage.advance(5000);
    expect(stage.status()).toMatchObject({ state: 'failed', reason: 'failed: exit code 137; gave up after 0 restarts' });
    expect(stage.status('once')).toMatchObject({ state: 'failed', reason: 'failed: exit code 3; autoRestart is false' });
    expect(stage.engine.calls).toEqual([]);
  });

  it('is completed after a success, where only failures restart it', async () => {
    stage.engine.make('redis');
    await stage.monitor({ names: { redis: { autoRestart: 'on-failure' } } });
    stage.engine.crash('redis', 0);
    await stage.advance(5000);
    expect(stage.status()).toMatchObject({ state: 'completed', reason: 'completed with exit code 0' });
  });

  it('at once after its start is reported once, and counts', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis', 1);
    stage.engine.dying = { exitCode: 2 };
    await stage.advance(4000);
    expect(stage.status().state).toBe('backoff');
    expect(stage.emitted()).toEqual([
      ...['container_exit 1', 'backoff 1000 1', 'container_restart'],
      ...['container_exit 2', 'backoff 3000 2'],
    ]);
  });

  it('counts a start that the engine refuses as a failure, and says why', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.refusal = 'port is already allocated';
    stage.engine.crash('redis');
    await stage.advance(2000);
    expect(stage.status().reason).toBe('restart 2 in 4s after port is already allocated');
  });
});

describe('a stop that was asked for', () => {
  it('by the engine’s own command stays, and is no failure', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.stopByPerson('redis');
    await stage.advance(120_000);
    expect(stage.status()).toMatchObject({ state: 'stopped', reason: 'stopped from outside (exit code 143)', restartCount: 0 });
    expect(stage.emitted()).toEqual(['container_exit 143']);
    expect(stage.engine.calls).toEqual([]);
  });

  it('is known also where the engine says so only after the end', async () => {
    const redis = stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis');
    stage.engine.emit(redis, 'stop');
    await stage.advance(60_000);
    expect(stage.status().state).toBe('stopped');
  });

  it('is known by the second of two cleanups, which is all that Podman says of some', async () => {
    const redis = stage.engine.make('redis');
    const other = stage.engine.make('other');
    await stage.monitor({ names: ['redis', 'other'] });
    stage.engine.crash('redis');
    stage.engine.crash('other');
    for (const container of [redis, other, redis]) stage.engine.emit(container, 'cleanup');
    await stage.advance(5000);
    expect(stage.status().state).toBe('stopped');
    expect(stage.engine.calls).toEqual(['start other']);
  });

  it('by a command of ours stays, whatever the exit code, and resolves when it is down', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    expect(await stage.watchdog.stop('container:redis')).toBe(true);
    await stage.advance(120_000);
    expect(stage.status()).toMatchObject({ state: 'stopped', reason: 'stopped by hand', desired: 'down' });
    expect(stage.engine.calls).toEqual(['stop redis']);
  });

  it('is not undone for an unhealthy one whose restart was scheduled', async () => {
    stage.engine.make('redis', { health: 'healthy' });
    await stage.monitor();
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    expect(stage.status().state).toBe('backoff');
    stage.engine.stopByPerson('redis');
    await stage.advance(120_000);
    expect(stage.engine.calls).toEqual([]);
    expect(stage.status().state).toBe('stopped');
  });

  it('does not explain a crash long after a signal that was survived', async () => {
    const redis = stage.engine.make('redis');
    await stage.monitor();
    stage.engine.emit(redis, 'kill');
    await stage.advance(61_000);
    stage.engine.crash('redis', 1);
    await stage.advance(2000);
    expect(stage.engine.calls).toEqual(['start redis']);
  });

  it('is not seen in a signal that does not end', async () => {
    const redis = stage.engine.make('redis');
    await stage.monitor();
    stage.engine.emit(redis, 'kill', { ends: false });
    stage.engine.crash('redis', 1);
    await stage.advance(2000);
    expect(stage.engine.calls).toEqual(['start redis']);
  });

  it('is not undone when the engine’s own restart follows', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.stopByPerson('redis');
    stage.engine.startByPerson('redis');
    await stage.advance(60_000);
    expect(stage.status()).toMatchObject({ state: 'running', restartCount: 0, circuit: { failures: 0 } });
    expect(stage.emitted()).toEqual(['container_exit 143']);
  });
});

describe('where no events are received', () => {
  it('a crash is still restarted, and what looks like a stop is left alone', async () => {
    stage.engine.mute = true;
    stage.engine.make('redis');
    stage.engine.make('web');
    await stage.monitor({ names: ['redis', 'web'] });
    stage.engine.crash('redis', 1);
    stage.engine.crash('web', 143);
    await stage.advance(20_000);
    expect(stage.engine.calls).toEqual(['start redis']);
    expect(stage.status('web').reason).toBe('down (exit code 143), not known whether that was asked for');
  });
});

describe('a container that was down when it was first seen', () => {
  it('stays down until it is started by hand', async () => {
    stage.engine.make('redis', { state: 'exited', exitCode: 137, finishedAt: 5 });
    await stage.monitor();
    await stage.advance(60_000);
    expect(stage.status()).toMatchObject({ state: 'stopped', reason: 'down when it was first seen (exit code 137)' });
    expect(stage.engine.calls).toEqual([]);
    expect(await stage.watchdog.start('container:redis')).toBe(true);
    expect(stage.status().state).toBe('running');
  });

  it('is said not to be there, where the engine has none of the name', async () => {
    stage.engine.make('redis-2');
    await stage.monitor();
    expect(stage.status().reason).toBe('the engine has no container of this name');
    expect(await stage.watchdog.start('container:redis')).toBe(false);
    stage.engine.make('redis');
    await stage.settle();
    expect(stage.status().state).toBe('running');
  });
});

describe('another container under the same name', () => {
  it('is a re-creation, not a restart, and begins with clean counts', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis');
    await stage.advance(1500);
    expect(stage.status().state).toBe('backoff');
    stage.engine.containers.delete('redis');
    stage.engine.make('redis');
    await stage.settle();
    await stage.advance(60_000);
    expect(stage.status()).toMatchObject({ state: 'running', restartCount: 0, lastError: null });
    expect(stage.engine.calls).toEqual([]);
    expect(stage.emitted()).not.toContain('container_restart');
  });
});

describe('a container with a restart policy of its own', () => {
  it('is watched and counted, and never restarted by us', async () => {
    const redis = stage.engine.make('redis', { ownRestart: 'always' });
    await stage.monitor();
    for (let restart = 1; restart <= 4; restart += 1) {
      stage.engine.crash('redis', 1);
      redis.state = 'restarting';
      await stage.advance(1500);
      expect(stage.status()).toMatchObject({
        state: 'backoff',
        reason: 'exit code 1; its own restart policy (always) restarts it',
      });
      stage.engine.startByPerson('redis');
      await stage.settle();
      expect(stage.status()).toMatchObject({ state: 'running', restartCount: restart });
    }
    expect(stage.engine.calls).toEqual([]);
    expect(stage.emitted().filter((event) => event === 'container_restart')).toHaveLength(4);
  });

  it('has failed when its policy gives up', async () => {
    stage.engine.make('redis', { ownRestart: 'on-failure' });
    await stage.monitor();
    stage.engine.crash('redis', 1);
    await stage.advance(15_000);
    expect(stage.status().reason).toBe('failed: exit code 1; its own restart policy (on-failure) leaves it down');
    expect(stage.engine.calls).toEqual([]);
  });
});

describe('an engine that goes away', () => {
  it('leaves everything unknown, says so once, and restarts nothing when it is back', async () => {
    stage.engine.make('redis');
    stage.engine.make('web');
    await stage.monitor({ names: ['redis', 'web'] });
    stage.engine.leave();
    await stage.advance(300_000);
    expect(stage.status()).toMatchObject({ state: 'unknown', reason: 'the container engine does not answer' });
    expect(stage.noticed).toEqual(['containers: the container engine does not answer; their state is unknown until it does']);
    stage.engine.away = false;
    stage.engine.of('web').state = 'exited';
    stage.engine.of('web').finishedAt = stage.clock.wallTime();
    await stage.advance(60_000);
    expect(stage.status().state).toBe('running');
    expect(stage.status('web').reason).toBe('down when the engine came back (exit code 0)');
    expect(stage.noticed).toHaveLength(2);
    expect(stage.engine.calls).toEqual([]);
    expect(stage.emitted()).toEqual([]);
  });

  it('is asked less and less, at most once a minute', async () => {
    await stage.monitor();
    const asked = stage.engine.lists;
    let tries = 0;
    const list = stage.engine.list.bind(stage.engine);
    stage.engine.list = () => {
      tries += 1;
      return list();
    };
    stage.engine.leave();
    await stage.advance(600_000);
    expect(stage.engine.lists).toBe(asked);
    // 1, 2, 4, 8, 16, 32 s, and then once a minute.
    expect(tries).toBeGreaterThanOrEqual(14);
    expect(tries).toBeLessThanOrEqual(18);
  });

  it('does not forget a restart that was decided before, nor that its circuit is open', async () => {
    stage.engine.make('redis');
    stage.engine.make('web');
    await stage.monitor({ names: { redis: { restartDelay: '10s' }, web: { circuit: { threshold: 1 } } } });
    stage.engine.crash('redis');
    stage.engine.crash('web');
    await stage.advance(3000);
    stage.engine.leave();
    await stage.settle();
    expect([stage.status().state, stage.status('web').state]).toEqual(['unknown', 'unknown']);
    stage.engine.away = false;
    await stage.advance(2000);
    expect([stage.status().state, stage.status('web').state]).toEqual(['backoff', 'circuit_open']);
    await stage.advance(6000);
    expect(stage.engine.calls).toEqual(['start redis']);
  });

  it('starts nothing meanwhile, and says so at once', async () => {
    stage.engine.make('redis', { state: 'exited' });
    await stage.monitor();
    stage.engine.leave();
    await stage.settle();
    expect(await stage.watchdog.start('container:redis')).toBe(false);
    expect(await stage.watchdog.stop('container:redis')).toBe(false);
  });

  it('is said to be away from the start where there is none', async () => {
    stage.engine.away = true;
    await stage.monitor();
    expect(stage.status().state).toBe('unknown');
    expect(stage.noticed).toHaveLength(1);
  });
});

describe('health', () => {
  it('is the engine’s where it checks by itself, and unhealthy restarts it as a failure', async () => {
    stage.engine.make('redis', { health: 'pending' });
    await stage.monitor();
    expect(stage.status().health).toBe('pending');
    stage.engine.setHealth('redis', 'healthy');
    await stage.settle();
    expect(stage.status().health).toBe('healthy');
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    expect(stage.status().reason).toBe('restart 1 in 2s after its own health check failed, still running');
    await stage.advance(2000);
    expect(stage.engine.calls).toEqual(['restart redis']);
    expect(stage.emitted()).toEqual(['container_health_failed', 'backoff 2000 1', 'container_restart', 'container_exit 143']);
  });

  it('that comes back by itself takes the restart back', async () => {
    stage.engine.make('redis', { health: 'healthy' });
    await stage.monitor();
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    stage.engine.setHealth('redis', 'healthy');
    await stage.settle();
    await stage.advance(60_000);
    expect(stage.status()).toMatchObject({ state: 'running', health: 'healthy' });
    expect(stage.engine.calls).toEqual([]);
  });

  it('is asked at the port where the engine checks nothing: /health, and the port alone where that is not known', async () => {
    const asked: string[] = [];
    stage.probes.run = (probe) => {
      const { kind } = probe as { kind: string };
      asked.push(kind);
      return Promise.resolve(kind === 'http' ? { ok: false, message: 'HTTP 404' } : { ok: true, message: 'connected' });
    };
    stage.engine.make('redis', { ports: [{ host: 'localhost', port: 6379 }] });
    await stage.monitor();
    expect(asked).toEqual(['http', 'tcp']);
    expect(stage.status().health).toBe('healthy');
    await stage.advance(14_999);
    expect(asked).toHaveLength(2);
    await stage.advance(1);
    expect(asked).toHaveLength(4);
  });

  it('fails after three checks in a row, and the container is restarted', async () => {
    stage.probes.answer = { ok: true, message: 'HTTP 200' };
    stage.engine.make('redis', { ports: [{ host: 'localhost', port: 6379 }] });
    await stage.monitor();
    stage.probes.answer = { ok: false, message: 'HTTP 503' };
    await stage.advance(15_000 * 2);
    expect(stage.status().healthFailures).toBe(2);
    await stage.advance(15_000);
    expect(stage.emitted()).toEqual(['container_health_failed', 'backoff 2000 1']);
    await stage.advance(2000);
    expect(stage.engine.calls).toEqual(['restart redis']);
  });

  it('that the engine should check and never does is said, and asked by us', async () => {
    stage.probes.answer = { ok: true, message: 'HTTP 200' };
    stage.engine.make('redis', { health: 'pending', everChecked: false, ports: [{ host: 'localhost', port: 6379 }] });
    await stage.monitor();
    const list = stage.engine.list.bind(stage.engine);
    stage.engine.list = async () => (await list()).map((each) => ({ ...each, health: undefined }));
    await stage.advance(50_000);
    expect(stage.noticed).toEqual(['container:redis: the engine never runs its health check (Podman does not without systemd)']);
    expect(stage.status().health).toBe('healthy');
  });

  it('of a container with its own restart policy is reported, and left to it', async () => {
    stage.engine.make('redis', { health: 'healthy', ownRestart: 'always' });
    await stage.monitor();
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.advance(60_000);
    expect(stage.emitted()).toEqual(['container_health_failed']);
    expect(stage.status()).toMatchObject({ state: 'running', health: 'unhealthy' });
    expect(stage.engine.calls).toEqual([]);
  });
});

describe('commands', () => {
  it('restart, kill and reset do to a container what they do to a process', async () => {
    stage.engine.make('redis');
    await stage.monitor({ names: { redis: { circuit: { threshold: 1 } } } });
    expect(await stage.watchdog.restart('container:redis')).toBe(true);
    expect(await stage.watchdog.kill('container:redis')).toBe(true);
    expect(stage.status()).toMatchObject({ state: 'stopped', reason: 'stopped by hand' });
    expect(stage.engine.calls).toEqual(['restart redis', 'kill redis']);
    await stage.watchdog.start('container:redis');
    await stage.advance(100);
    stage.engine.crash('redis');
    await stage.advance(1000);
    expect(stage.status().state).toBe('circuit_open');
    expect(await stage.watchdog.start('container:redis')).toBe(false);
    stage.watchdog.resetCircuitBreaker('container:redis');
    expect(stage.status()).toMatchObject({ state: 'stopped', circuit: { state: 'closed', failures: 0 } });
    expect(await stage.watchdog.start('container:redis')).toBe(true);
  });

  it('name a container that is not there as such', async () => {
    await stage.monitor();
    await expect(stage.watchdog.start('container:redys')).rejects.toThrow(
      "Container 'redys' is not monitored; did you mean 'container:redis'?",
    );
  });
});

describe('the end', () => {
  it('leaves the containers running, and says which', async () => {
    stage.engine.make('redis');
    stage.engine.make('web', { state: 'exited' });
    await stage.monitor({ names: ['redis', 'web'] });
    expect(await stage.watchdog.shutdown()).toMatchObject({ running: ['container:redis'] });
    expect(stage.engine.calls).toEqual([]);
    expect(stage.engine.of('redis').state).toBe('running');
    await stage.advance(120_000);
    expect(stage.clock.pending).toBe(0);
  });
});
