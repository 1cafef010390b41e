import { describe, expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

/** Part 2 of the behaviour page: each row of the table of states, with its events in order. */
describe('the table of states', () => {
  it('start of a stopped process: starting, then running once the system has spawned it', async () => {
    const stage = new Stage().register();
    stage.spawner.holdSpawn = true;
    const started = stage.watchdog.start('api');
    expect(stage.status).toMatchObject({ state: 'starting', desired: 'up', pid: null });
    await settle();
    stage.spawner.last.spawned();
    expect(await started).toBe(true);
    expect(stage.status).toMatchObject({ state: 'running', pid: 1000, startCount: 1, reason: 'running for 0s' });
    expect(stage.emitted()).toEqual(['starting', 'started 1000']);
  });

  it('start with an unmet dependency waits, says for what, and starts by itself', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db', healthCheck: { http: 'http://localhost:1/' } });
    stage.register({ dependsOn: ['db'] });
    const started = stage.watchdog.start('api');
    await settle();
    expect(stage.status).toMatchObject({ state: 'waiting', reason: 'waiting for db to be healthy' });
    expect(stage.emitted()).toContain('waiting db to be healthy');
    stage.probes.pending[0]?.answer({ ok: true, message: 'HTTP 200' });
    expect(await started).toBe(true);
    expect(stage.status.state).toBe('running');
  });

  it('start of a running process changes nothing and resolves true', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.emitted();
    expect(await stage.start()).toBe(true);
    expect(stage.emitted()).toEqual([]);
    expect(stage.spawner.children).toHaveLength(1);
  });

  it('stop while starting stops it as soon as it has spawned', async () => {
    const stage = new Stage().register();
    stage.spawner.holdSpawn = true;
    const started = stage.watchdog.start('api');
    await settle();
    const stopped = stage.watchdog.stop('api');
    expect(await started).toBe(false);
    stage.spawner.last.spawned();
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    expect(await stopped).toBe(true);
    expect(stage.emitted()).toEqual(['starting', 'started 1000', 'exited  SIGTERM', 'stopped']);
  });

  it('a second stop joins the one under way', async () => {
    const stage = new Stage().register();
    await stage.start();
    const both = [stage.watchdog.stop('api'), stage.watchdog.stop('api')];
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
    await stage.crash(143);
    expect(await Promise.all(both)).toEqual([true, true]);
  });

  it('stop of what is down keeps the state and resolves true', async () => {
    const stage = new Stage().register({ autoRestart: false });
    expect(await stage.watchdog.stop('api')).toBe(true);
    expect(stage.status).toMatchObject({ state: 'stopped', reason: 'not started yet' });
    await stage.start();
    await stage.crash(0);
    expect(await stage.watchdog.stop('api')).toBe(true);
    expect(stage.status).toMatchObject({ state: 'completed', desired: 'down' });
  });

  it('kill stops without grace', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.emitted();
    const killed = stage.watchdog.kill('api');
    expect(stage.spawner.last.signals).toEqual(['SIGKILL']);
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    expect(await killed).toBe(true);
    expect(stage.emitted()).toEqual(['exited  SIGKILL', 'stopped']);
  });

  it('stopping becomes stopped only when the whole tree is gone', async () => {
    const stage = new Stage().register();
    await stage.start();
    const stopped = stage.watchdog.stop('api');
    stage.spawner.last.exitLeavingDescendants({ signal: 'SIGTERM' });
    await settle();
    expect(stage.status.state).toBe('stopping');
    stage.spawner.last.gone();
    expect(await stopped).toBe(true);
    expect(stage.status).toMatchObject({ state: 'stopped', reason: 'stopped by hand' });
  });

  it('start while the circuit is open is refused with the time that remains', async () => {
    const stage = new Stage().register({ circuit: { threshold: 2 } });
    await stage.start();
    await stage.crash();
    await stage.advance(1000);
    await stage.crash();
    await stage.advance(18_000);
    stage.emitted();
    expect(await stage.start()).toBe(false);
    expect(await stage.watchdog.restart('api')).toBe(false);
    expect(stage.status).toMatchObject({
      state: 'circuit_open',
      reason: 'circuit open after 2 failures in 1s, trial in 42s',
      circuit: { state: 'open', failures: 2, remainingMs: 42_000 },
      nextStartInMs: 42_000,
    });
    expect(stage.emitted()).toEqual([]);
  });

  it('a command that cannot be spawned has failed and is not tried again', async () => {
    const stage = new Stage().register();
    stage.spawner.missing.add('api');
    expect(await stage.start()).toBe(false);
    await stage.advance(1_000_000);
    expect(stage.emitted()).toEqual(['starting', 'error command not found: api (ENOENT)']);
    expect(stage.spawner.children).toHaveLength(1);
  });

  it.each([
    ['true', 0, 'backoff'],
    ['true', 1, 'backoff'],
    ['on-failure', 0, 'completed'],
    ['on-failure', 1, 'backoff'],
    ['false', 0, 'completed'],
    ['false', 1, 'failed'],
  ])('autoRestart %s and exit code %i: %s', async (policy, code, state) => {
    const stage = new Stage().register({ autoRestart: policy === 'on-failure' ? policy : policy === 'true' });
    await stage.start();
    await stage.crash(code);
    expect(stage.status.state).toBe(state);
  });

  it('a signal is a failure under on-failure', async () => {
    const stage = new Stage().register({ autoRestart: 'on-failure' });
    await stage.start();
    stage.spawner.last.exit({ signal: 'SIGSEGV' });
    expect(stage.status).toMatchObject({ state: 'backoff', reason: 'restart 1 in 1s after signal SIGSEGV' });
  });

  it('exit codes of one’s own decide what is success and what is never retried', async () => {
    const stage = new Stage().register({ autoRestart: 'on-failure', successExitCodes: [0, 7], fatalExitCodes: [9] });
    await stage.start();
    await stage.crash(7);
    expect(stage.status.state).toBe('completed');
    await stage.start();
    await stage.crash(9);
    expect(stage.status).toMatchObject({
      state: 'failed',
      reason: 'failed: exit code 9: listed in fatalExitCodes; not restarted',
    });
  });

  it.each([
    [126, 'command cannot be executed'],
    [127, 'command not found'],
  ])("a shell's %i is never retried", async (code, meaning) => {
    const stage = new Stage().register({ shell: true });
    await stage.start();
    await stage.crash(code);
    expect(stage.status).toMatchObject({ state: 'failed', reason: `failed: exit code ${code}: ${meaning}; not restarted` });
  });

  it('a failure that uses up maxRestarts has failed and says so', async () => {
    const stage = new Stage().register({ maxRestarts: 1 });
    await stage.start();
    await stage.crash();
    await stage.advance(1000);
    stage.emitted();
    await stage.crash();
    expect(stage.emitted()).toEqual(['exited 1 ', 'max_restarts 1']);
    expect(stage.status).toMatchObject({ state: 'failed', reason: 'failed: exit code 1; gave up after 1 restart' });
  });

  it('where circuit and maxRestarts are reached by the same failure, the circuit comes first', async () => {
    const stage = new Stage().register({ maxRestarts: 1, circuit: { threshold: 2 } });
    await stage.start();
    await stage.crash();
    await stage.advance(1000);
    stage.emitted();
    await stage.crash();
    expect(stage.emitted()).toEqual(['exited 1 ', 'circuit_open 2']);
    // The trial would be one restart more than is allowed.
    await stage.advance(60_000);
    expect(stage.emitted()).toEqual(['max_restarts 1']);
    expect(stage.status.state).toBe('failed');
  });

  it('a failing health check restarts through backoff with one signal, also when the child then exits 0', async () => {
    const healthCheck = { http: 'http://localhost:1/', interval: 1000, startPeriod: 0, threshold: 2 };
    const stage = new Stage().register({ healthCheck, autoRestart: 'on-failure' });
    stage.probes.answer = { ok: false, message: 'HTTP 503' };
    await stage.start();
    stage.emitted();
    await stage.advance(1000);
    expect(stage.emitted()).toEqual(['health_failed 2 HTTP 503', 'restarting']);
    await stage.advance(5000);
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
    await stage.crash(0);
    expect(stage.emitted()).toEqual(['exited 0 ', 'backoff 1000 1']);
    expect(stage.status).toMatchObject({ reason: 'restart 1 in 1s after 2 failed health checks (HTTP 503)', restartCount: 1 });
  });

  it.each(['backoff', 'waiting', 'circuit_open'])('stop in %s cancels what is scheduled', async (state) => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db', healthCheck: { http: 'http://localhost:1/' } });
    stage.register({
      circuit: { threshold: state === 'circuit_open' ? 1 : 5 },
      dependsOn: state === 'waiting' ? ['db'] : [],
    });
    void stage.start();
    await settle();
    if (state !== 'waiting') await stage.crash();
    expect(stage.status.state).toBe(state);
    stage.emitted();
    const spawned = stage.spawner.children.length;
    expect(await stage.watchdog.stop('api')).toBe(true);
    expect(stage.emitted()).toEqual(['stopped']);
    await stage.advance(1_000_000);
    expect(stage.status.state).toBe('stopped');
    expect(stage.spawner.children).toHaveLength(spawned);
  });

  describe('reset', () => {
    it('of an open circuit is done when it returns, and leaves the process stopped', async () => {
      const stage = new Stage().register({ circuit: { threshold: 1 } });
      await stage.start();
      await stage.crash();
      stage.emitted();
      stage.watchdog.resetCircuitBreaker('api');
      expect(stage.status).toMatchObject({
        state: 'stopped',
        desired: 'down',
        restartCount: 0,
        circuit: { state: 'closed', failures: 0 },
      });
      expect(stage.emitted()).toEqual(['circuit_reset']);
      await stage.advance(1_000_000);
      expect(stage.status.state).toBe('stopped');
    });

    it('in backoff keeps the timer', async () => {
      const stage = new Stage().register();
      await stage.start();
      await stage.crash();
      stage.watchdog.resetCircuitBreaker('api');
      expect(stage.status).toMatchObject({ state: 'backoff', restartCount: 0, circuit: { failures: 0 } });
      await stage.advance(1000);
      expect(stage.status.state).toBe('running');
    });

    it('of a running trial closes the circuit and lets it go on', async () => {
      const stage = new Stage().register({ circuit: { threshold: 1 } });
      await stage.start();
      await stage.crash();
      await stage.advance(60_000);
      expect(stage.status.circuit.state).toBe('half_open');
      stage.watchdog.resetCircuitBreaker('api');
      expect(stage.status).toMatchObject({ state: 'running', circuit: { state: 'closed' } });
    });
  });

  it('a trial that succeeds closes the circuit and clears the window', async () => {
    const stage = new Stage().register({ circuit: { threshold: 1 } });
    await stage.start();
    await stage.crash();
    await stage.advance(60_000);
    stage.emitted();
    await stage.advance(9999);
    expect(stage.emitted()).toEqual([]);
    await stage.advance(1);
    expect(stage.emitted()).toEqual(['circuit_closed']);
    expect(stage.status).toMatchObject({ restartCount: 0, circuit: { state: 'closed', failures: 0 } });
  });

  it('a trial that fails opens it again with the cooldown doubled, five minutes at most', async () => {
    const stage = new Stage().register({ circuit: { threshold: 1 } });
    await stage.start();
    const cooldowns: number[] = [];
    for (let trial = 0; trial < 5; trial += 1) {
      await stage.crash();
      cooldowns.push(stage.status.circuit.remainingMs);
      await stage.advance(stage.status.circuit.remainingMs);
    }
    expect(cooldowns).toEqual([60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('failures in a row open the circuit however slowly they came', async () => {
    const stage = new Stage().register({
      circuit: { threshold: 3 },
      healthCheck: { http: 'http://localhost:1/', threshold: 1000 },
    });
    await stage.start();
    for (let failure = 0; failure < 3; failure += 1) {
      // Never healthy, so never a success, and far apart.
      await stage.advance(70_000);
      stage.spawner.last.exit({ code: 1 });
    }
    expect(stage.status).toMatchObject({
      state: 'circuit_open',
      reason: 'circuit open after 3 failures in a row, trial in 1m00s',
    });
  });

  it('restart of a running process stops it, then starts it, without a pause', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.emitted();
    const restarted = stage.watchdog.restart('api');
    await stage.crash(143);
    expect(await restarted).toBe(true);
    expect(stage.emitted()).toEqual(['restarting', 'exited 143 ', 'stopped', 'starting', 'started 1001']);
    expect(stage.status).toMatchObject({ pid: 1001, startCount: 2, restartCount: 0 });
  });

  it('restart during a backoff starts at once and cancels the automatic one', async () => {
    const stage = new Stage().register();
    await stage.start();
    await stage.crash();
    expect(await stage.watchdog.restart('api')).toBe(true);
    await stage.advance(10_000);
    expect(stage.spawner.children).toHaveLength(2);
  });

  it('a running dependent goes on when its dependency dies; only its next start waits, and does not spend its restarts', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db', autoRestart: false });
    stage.register({ dependsOn: ['db'] });
    await stage.start();
    const [db, api] = stage.spawner.children;
    db!.exit({ code: 137 });
    expect(stage.status.state).toBe('running');
    api!.exit({ code: 1 });
    expect(stage.status).toMatchObject({
      state: 'waiting',
      restartCount: 0,
      circuit: { failures: 0 },
      reason: 'blocked: db failed with exit code 137; autoRestart is false',
    });
    await stage.start('db');
    expect(stage.status.state).toBe('running');
  });

  it('start of one process starts what it needs', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: ['db'] });
    expect(await stage.start()).toBe(true);
    expect(stage.spawner.children.map(({ spec }) => spec.command)).toEqual(['db', 'api']);
  });
});

describe('what cannot be killed', () => {
  it('ends the stop two seconds after SIGKILL, is named by pid, and is not started beside itself', async () => {
    const stage = new Stage().register();
    await stage.start();
    const stopped = stage.watchdog.stop('api');
    await stage.advance(10_000);
    expect(stage.spawner.last.signals).toEqual(['SIGTERM', 'SIGKILL']);
    await stage.advance(2000);
    expect(await stopped).toBe(false);
    expect(stage.status).toMatchObject({ state: 'failed', reason: 'failed: cannot be killed: pid 1000 (api)' });

    void stage.watchdog.start('api');
    await stage.advance(60_000);
    expect(stage.spawner.children).toHaveLength(1);
    expect(stage.status.reason).toBe('waiting for pid 1000 (api) of the last run to end');
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', pid: 1001 });
  });

  it('is in the report of the shutdown', async () => {
    const stage = new Stage().register();
    await stage.start();
    const shutdown = stage.watchdog.shutdown();
    await stage.advance(10_000);
    await stage.advance(2000);
    expect((await shutdown).left).toEqual([{ name: 'api', pid: 1000 }]);
  });
});

describe('a child that is suspended', () => {
  it('is shown as such within two seconds, and no longer once it goes on', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.spawner.last.suspended = true;
    await stage.advance(2000);
    expect(stage.status.reason).toBe('suspended by a signal; kill -CONT 1000 resumes it');
    stage.spawner.last.suspended = false;
    await stage.advance(2000);
    expect(stage.status.reason).toMatch(/^running for/);
  });

  it('is not sick: its checks do not count, before that is noticed neither, and count again once it goes on', async () => {
    const healthCheck = { tcp: 1, interval: '1s', threshold: 2 };
    const stage = new Stage().register({ healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    await stage.advance(100);
    stage.spawner.last.suspended = true;
    stage.probes.answer = { ok: false, message: 'timed out after 5s' };
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1, health: 'healthy', healthFailures: 0 });
    stage.spawner.last.suspended = false;
    await stage.advance(10_000);
    expect(stage.said.some((text) => text.startsWith('health_failed'))).toBe(true);
  });
});

describe('a process of which something else than its child is suspended', () => {
  const healthCheck = { tcp: 1, interval: '1s', threshold: 2 };

  it.each([
    [null, 'pid 12 of it is suspended by a signal; kill -CONT 12 resumes it'],
    [{ pid: 77, program: 'gdb' }, 'pid 12 of it is suspended by gdb (pid 77), which resumes it'],
  ])('is not sick either, and names it: %j', async (holder, reason) => {
    const stage = new Stage().register({ healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    await stage.advance(100);
    stage.spawner.last.suspendedMember = { pid: 12, debugger: holder };
    stage.probes.answer = { ok: false, message: 'timed out after 5s' };
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ reason, state: 'running', startCount: 1, healthFailures: 0 });
    stage.spawner.last.suspendedMember = undefined;
    await stage.advance(10_000);
    expect(stage.said.some((text) => text.startsWith('health_failed'))).toBe(true);
  });

  it('is examined for that only where a check fails', async () => {
    const stage = new Stage().register({ healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    stage.spawner.last.suspendedMember = { pid: 12, debugger: null };
    await stage.advance(10_000);
    expect(stage.status.reason).toMatch(/^running for/);
  });

  it('may be a daemon whose launcher has ended', async () => {
    const stage = new Stage().register({ daemon: true, healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    const child = stage.spawner.last;
    Object.assign(child, { leftBehind: () => ({ oldest: 12, background: null }) });
    child.exitLeavingDescendants({ code: 0 });
    child.suspendedMember = { pid: 12, debugger: null };
    await stage.advance(2000);
    expect(stage.status.reason).toBe('suspended by a signal; kill -CONT 12 resumes it');
  });
});

describe('a restart of a suspended process for what happened around it', () => {
  async function suspendedStage(): Promise<Stage> {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: { db: { condition: 'started', restart: true } } });
    await stage.start('db');
    await stage.start();
    stage.spawner.last.suspended = true;
    void stage.watchdog.restart('db');
    await settle();
    stage.spawner.children[0]!.exit({ signal: 'SIGTERM' });
    await settle();
    return stage;
  }

  it('waits until it goes on, which is said', async () => {
    const stage = await suspendedStage();
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1 });
    expect(stage.noticed).toEqual(['api: restarts when it is not suspended any more: db restarted']);
    stage.spawner.children[1]!.suspended = false;
    await stage.advance(2000);
    stage.spawner.children[1]!.exit({ signal: 'SIGTERM' });
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2 });
    expect(stage.noticed.at(-1)).toBe('api: restarting: db restarted');
  });

  it('is taken away by an end', async () => {
    const stage = await suspendedStage();
    stage.spawner.children[1]!.exit({ signal: 'SIGKILL' });
    await stage.advance(1000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2 });
    await stage.advance(10_000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2 });
  });
});

describe('checks that are held', () => {
  const healthCheck = { tcp: 1, interval: '1s', threshold: 2 };

  async function heldStage(): Promise<Stage> {
    const stage = new Stage().register({ healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    await stage.advance(100);
    expect(stage.watchdog.holdChecks('api')).toBe(true);
    stage.probes.answer = { ok: false, message: 'timed out after 5s' };
    return stage;
  }

  it('count nothing, and are in the reason and the cause, until the user resumes them', async () => {
    const stage = await heldStage();
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1, health: 'healthy', healthFailures: 0 });
    expect(stage.status).toMatchObject({ reason: 'running for 1m00s, healthy, checks held', cause: 'checks held' });
    expect(stage.watchdog.holdChecks('api', false)).toBe(true);
    expect(stage.status).toMatchObject({ reason: 'running for 1m00s, healthy', cause: null });
    await stage.advance(3000);
    expect(stage.said.some((text) => text.startsWith('health_failed'))).toBe(true);
  });

  it('go on with the next generation', async () => {
    const stage = await heldStage();
    void stage.watchdog.restart('api');
    await stage.crash(0);
    await stage.advance(100);
    expect(stage.status).toMatchObject({
      state: 'running',
      startCount: 2,
      health: 'pending',
      cause: 'not healthy yet: timed out after 5s',
    });
  });

  it('stay in the reason beside why it was restarted', async () => {
    const stage = new Stage().register({ healthCheck });
    stage.probes.answer = { ok: true, message: 'connected' };
    await stage.start();
    await stage.crash(1);
    await stage.advance(1000);
    stage.watchdog.holdChecks('api');
    expect(stage.status.cause).toMatch(/^checks held; restarted \S+ ago: exit code 1/);
  });

  it('are refused where it does not run, or has none', async () => {
    const stage = new Stage().register({ healthCheck });
    expect(stage.watchdog.holdChecks('api')).toBe(false);
    stage.watchdog.register({ name: 'plain', command: 'plain' });
    await stage.watchdog.start('plain');
    expect(stage.watchdog.holdChecks('plain')).toBe(false);
  });
});

describe('a stop command', () => {
  it('takes the place of the first signal; SIGKILL still follows the grace', async () => {
    const stage = new Stage().register({ stop: { command: 'graceful', grace: '3s' } });
    await stage.start();
    const [child] = stage.spawner.children;
    void stage.watchdog.stop('api');
    await settle();
    expect(stage.spawner.last.spec).toMatchObject({ command: 'graceful', shell: true });
    expect(child!.signals).toEqual([]);
    stage.spawner.last.exit({ code: 0 });
    await stage.advance(3000);
    expect(child!.signals).toEqual(['SIGKILL']);
  });

  it('that fails is followed by the signal at once', async () => {
    const stage = new Stage().register({ stop: { command: 'graceful', signal: 'SIGINT' } });
    await stage.start();
    const [child] = stage.spawner.children;
    void stage.watchdog.stop('api');
    await settle();
    stage.spawner.last.exit({ code: 1 });
    expect(child!.signals).toEqual(['SIGINT']);
  });

  it('that fails is said with why, and is not where the process was gone before or the grace was over', async () => {
    const stage = new Stage().register({ stop: { command: 'graceful', grace: '1s' } });
    const notices: unknown[] = [];
    stage.watchdog.onNotice((notice) => notices.push(notice));
    for (const isOver of [false, true]) {
      await stage.start();
      const child = stage.spawner.last;
      void stage.watchdog.stop('api');
      await settle();
      if (isOver) await stage.advance(1000);
      stage.spawner.last.exit({ code: 127 });
      child.exit({ signal: 'SIGTERM' });
      await settle();
    }
    await stage.start();
    const child = stage.spawner.last;
    void stage.watchdog.stop('api');
    await settle();
    const stopper = stage.spawner.last;
    child.exit({ code: 0 });
    stopper.exit({ signal: 'SIGKILL' });
    await settle();
    const text = 'its stop command failed: exit code 127: command not found; the stop signal takes its place';
    expect(notices).toEqual([{ name: 'api', text, trouble: true }]);
  });
});
