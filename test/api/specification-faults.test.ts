import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/index.js';
import { isAlive } from '../fixtures/alive.js';
import { treeWays } from '../fixtures/tree-ways.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

/**
 * Part 4 of the behaviour page: each fault of the specification's sample code, by its number. Each test fails on the specification's behaviour.
 * Number 17, a reader of ours that goes away, needs the built program: it is in e2e/command-line.test.ts.
 */
describe('the faults of the sample code in the specification do not come back', () => {
  it('1: crash delays grow: 1, 2, 4, 8 s, and are not reset by the spawn', async () => {
    const stage = new Stage().register();
    await stage.start();
    const delays: unknown[] = [];
    stage.watchdog.on('backoff', ({ delayMs }) => delays.push(delayMs));
    for (const delay of [1000, 2000, 4000, 8000]) {
      await stage.crash();
      await stage.advance(delay - 1);
      expect(stage.status.state).toBe('backoff');
      await stage.advance(1);
      expect(stage.status.state).toBe('running');
    }
    expect(delays).toEqual([1000, 2000, 4000, 8000]);
  });

  it('2: a stop is not undone a second later and does not count as a failure; nor do twenty restarts open the circuit', async () => {
    const stage = new Stage().register();
    await stage.start();
    const stopped = stage.watchdog.stop('api');
    await stage.crash(143);
    expect(await stopped).toBe(true);
    await stage.advance(100_000);
    expect(stage.status).toMatchObject({ state: 'stopped', restartCount: 0, circuit: { state: 'closed', failures: 0 } });
    expect(stage.spawner.children).toHaveLength(1);

    await stage.start();
    for (let round = 0; round < 20; round += 1) {
      const restarted = stage.watchdog.restart('api');
      await stage.crash(143);
      expect(await restarted).toBe(true);
    }
    expect(stage.status).toMatchObject({ state: 'running', circuit: { state: 'closed', failures: 0 } });
  });

  it('3: a command that does not exist fails with a reason, without a pid or an uptime', async () => {
    const stage = new Stage().register({ command: 'nope' });
    stage.spawner.missing.add('nope');
    expect(await stage.start()).toBe(false);
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({
      state: 'failed',
      pid: null,
      uptime: 0,
      reason: 'failed: command not found: nope (ENOENT)',
    });
    expect(stage.emitted()).toEqual(['starting', 'error command not found: nope (ENOENT)']);
  });

  it('4: an error without a listener does not throw into the host', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    watchdog.register({ name: 'nope', command: '/no/such/command' });
    expect(await watchdog.start('nope')).toBe(false);
    expect(watchdog.getStatus('nope')?.lastError).toContain('command not found');
    await watchdog.shutdown();
  });

  it('5: a restart does not race the automatic one, and a start while starting or stopping spawns no second child', async () => {
    const stage = new Stage().register();
    stage.spawner.holdSpawn = true;
    const first = stage.watchdog.start('api');
    const second = stage.watchdog.start('api');
    await settle();
    expect(stage.spawner.children).toHaveLength(1);
    stage.spawner.last.spawned();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    stage.spawner.holdSpawn = false;

    await stage.crash();
    const restarted = stage.watchdog.restart('api');
    await settle();
    expect(await restarted).toBe(true);
    await stage.advance(5000);
    expect(stage.spawner.children).toHaveLength(2);

    const stopping = stage.watchdog.stop('api');
    const started = stage.watchdog.start('api');
    expect(stage.spawner.children).toHaveLength(2);
    stage.emitted();
    await stage.crash(143);
    expect(await Promise.all([stopping, started])).toEqual([true, true]);
    expect(stage.emitted()).toEqual(['exited 143 ', 'stopped', 'starting', 'started 1002']);
    expect(stage.spawner.living).toHaveLength(1);
  });

  it('6: shutdown cancels what is scheduled, ends what is starting, and a second call returns the same promise', async () => {
    const stage = new Stage().register();
    stage.watchdog.register({ name: 'late', command: 'late' });
    await stage.start();
    await stage.crash();
    expect(stage.status.state).toBe('backoff');
    stage.spawner.holdSpawn = true;
    void stage.watchdog.start('late');
    await settle();
    const shutdown = stage.watchdog.shutdown();
    expect(stage.watchdog.shutdown()).toBe(shutdown);
    const late = stage.spawner.last;
    late.spawned();
    expect(late.signals).toEqual(['SIGTERM']);
    late.exit({ signal: 'SIGTERM' });
    await shutdown;
    await stage.advance(1_000_000);
    expect(stage.clock.pending).toBe(0);
    expect(stage.spawner.living).toHaveLength(0);
    expect(stage.spawner.children).toHaveLength(2);
    expect(await stage.start()).toBe(false);
    expect(await stage.watchdog.restart('api')).toBe(false);
  });

  describe('7: health checks', () => {
    const checked = { healthCheck: { http: 'http://localhost:1/', interval: '1s', timeout: '5s', startPeriod: 0, threshold: 3 } };

    it('do not overlap when they are slow', async () => {
      const stage = new Stage().register(checked);
      await stage.start();
      await stage.advance(4999);
      expect(stage.probes.asked).toBe(1);
    });

    it('leave no timeout behind, and end with the generation', async () => {
      const stage = new Stage().register(checked);
      await stage.start();
      const { signal } = stage.probes.pending[0]!;
      const stopped = stage.watchdog.stop('api');
      expect(signal.aborted).toBe(true);
      await stage.crash(143);
      await stopped;
      await stage.watchdog.shutdown();
      await stage.advance(1000);
      expect(stage.clock.pending).toBe(0);
    });

    it('start from zero failures in a new generation', async () => {
      const stage = new Stage().register(checked);
      stage.probes.answer = { ok: false, message: 'HTTP 500' };
      await stage.start();
      await stage.advance(1000);
      expect(stage.status.healthFailures).toBe(2);
      const restarted = stage.watchdog.restart('api');
      stage.probes.answer = undefined;
      await stage.crash(143);
      await restarted;
      expect(stage.status.healthFailures).toBe(0);
    });

    it('about an earlier generation are not believed', async () => {
      const stage = new Stage().register(checked);
      await stage.start();
      const late = stage.probes.pending[0]!;
      const restarted = stage.watchdog.restart('api');
      await stage.crash(143);
      await restarted;
      late.answer({ ok: true, message: 'HTTP 200' });
      await settle();
      expect(stage.status.health).toBe('pending');
      expect(stage.emitted()).not.toContain('health_ok');
    });
  });

  it('8: a character that straddles two chunks arrives whole', async () => {
    const stage = new Stage().register();
    const heard: string[] = [];
    stage.watchdog.on('stdout', ({ data }) => heard.push(data));
    await stage.start();
    const bytes = Buffer.from('naïve €');
    for (const byte of bytes) stage.spawner.last.print(Buffer.from([byte]));
    expect(heard.join('')).toBe('naïve €');
  });

  it.each(treeWays)('9: a stop ends what the shell started as well, %s', async (_way, cgroups) => {
    const watchdog = new Watchdog({ handleSignals: false, cgroups });
    const pids = new Promise<number[]>((resolve) => {
      let text = '';
      watchdog.on('stdout', ({ data }) => {
        text += data;
        const found = text.trim().split('\n').map(Number);
        if (text.endsWith('\n') && found.length === 2) resolve(found);
      });
    });
    watchdog.register({ name: 'shell', shell: true, command: 'sleep 300 & echo $!; sleep 301 & echo $!; wait' });
    await watchdog.start('shell');
    const grandchildren = await pids;
    expect(grandchildren.map(isAlive)).toEqual([true, true]);
    await watchdog.stop('shell');
    expect(grandchildren.map(isAlive)).toEqual([false, false]);
    await watchdog.shutdown();
  });

  describe('10: signal handlers', () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const;
    const counts = (): number[] => signals.map((signal) => process.listenerCount(signal));
    const before = counts();

    afterEach(() => expect(counts()).toEqual(before));

    it('are added once however many instances there are, and removed with the last shutdown', async () => {
      const first = new Watchdog();
      const second = new Watchdog();
      expect(counts()).toEqual(before.map((count) => count + 1));
      await first.shutdown();
      expect(counts()).toEqual(before.map((count) => count + 1));
      await second.shutdown();
    });

    it('are not added with handleSignals: false', async () => {
      const watchdog = new Watchdog({ handleSignals: false });
      expect(counts()).toEqual(before);
      await watchdog.shutdown();
    });

    it('leave the signal to a handler of the host', async () => {
      const host = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          '--input-type=module',
          '-e',
          `import { Watchdog } from './src/index.ts';
           const watchdog = new Watchdog();
           process.on('SIGTERM', async () => { await watchdog.shutdown(); console.log('the host ended it'); process.exit(7); });
           setInterval(() => {}, 1000);
           console.log('ready');`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let printed = '';
      host.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed === 'ready\n') host.kill('SIGTERM');
      });
      const [code] = await once(host, 'close');
      expect(printed).toBe('ready\nthe host ended it\n');
      expect(code).toBe(7);
    });
  });

  it('11: exited is emitted for every exit, the one that opens the circuit included', async () => {
    const stage = new Stage().register({ circuit: { threshold: 1 } });
    await stage.start();
    stage.emitted();
    await stage.crash(9);
    expect(stage.emitted()).toEqual(['exited 9 ', 'circuit_open 1']);
  });

  it("12: restartDelay is the process's own first backoff", async () => {
    const stage = new Stage().register({ restartDelay: 250 });
    await stage.start();
    stage.emitted();
    await stage.crash();
    expect(stage.emitted()).toEqual(['exited 1 ', 'backoff 250 1']);
    await stage.advance(250);
    expect(stage.status.state).toBe('running');
  });

  it('13: the half-open trial runs by itself, and not with autoRetry: false', async () => {
    const stage = new Stage().register({ circuit: { threshold: 1, cooldown: '60s' } });
    await stage.start();
    await stage.crash();
    stage.emitted();
    await stage.advance(60_000);
    expect(stage.emitted()).toEqual(['circuit_half_open', 'starting', 'started 1001']);

    const manual = new Stage().register({ circuit: { threshold: 1, cooldown: '60s', autoRetry: false } });
    await manual.start();
    await manual.crash();
    await manual.advance(600_000);
    expect(manual.status.state).toBe('circuit_open');
    expect(await manual.start()).toBe(true);
    expect(manual.status.circuit.state).toBe('half_open');
  });

  it('14: restartCount goes back to zero after a success without a health check', async () => {
    const stage = new Stage().register();
    await stage.start();
    await stage.crash();
    await stage.advance(1000);
    expect(stage.status.restartCount).toBe(1);
    await stage.advance(9999);
    expect(stage.status.restartCount).toBe(1);
    await stage.advance(1);
    expect(stage.status.restartCount).toBe(0);
  });

  it('15: a wall clock that is set back changes no uptime and no window', async () => {
    const stage = new Stage().register();
    await stage.start();
    await stage.advance(5000);
    stage.clock.setWallBack(3_600_000);
    expect(stage.status.uptime).toBe(5000);
    await stage.crash();
    expect(stage.status.circuit.failures).toBe(1);
    await stage.advance(60_000);
    expect(stage.status.circuit.failures).toBe(0);
  });

  it.each(treeWays)(
    '16: the state follows the exit, not the end of an output that a grandchild holds, %s',
    async (_way, cgroups) => {
      const watchdog = new Watchdog({ handleSignals: false, cgroups });
      // The grandchild leaves the group and is meant to stay: it holds the pipe for as long as it lives. The shell ends only
      // once it has left, or it would still be swept with the group.
      const leftTheGroup = '[ "$(cut -d " " -f 6 /proc/$!/stat)" = $! ]';
      watchdog.register({
        name: 'daemon',
        shell: true,
        command: `setsid sleep 302 & echo $!; until ${leftTheGroup}; do :; done`,
        autoRestart: false,
        stop: { scope: 'group' },
      });
      const completed = new Promise((resolve) => watchdog.on('state', ({ to }) => to === 'completed' && resolve(undefined)));
      let pid = 0;
      watchdog.on('stdout', ({ data }) => {
        pid = Number(data);
      });
      await watchdog.start('daemon');
      await completed;
      await watchdog.shutdown();
      expect(isAlive(pid)).toBe(true);
      expect(
        watchdog
          .log('daemon')
          ?.slice(0, 9)
          .map(({ text }) => text)
          .at(-1),
      ).toMatch(/^ended with exit code 0/);
      process.kill(pid);
    },
  );
});
