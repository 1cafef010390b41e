import { describe, expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

const failed = { ok: false, message: 'HTTP 503' };
const passed = { ok: true, message: 'HTTP 200' };
const http = 'http://localhost:1/';

describe('health checks', () => {
  it('have the defaults of the specification: first at once, then every second until the first success, then every 30 s', async () => {
    const stage = new Stage().register({ healthCheck: { http } });
    stage.probes.answer = failed;
    await stage.start();
    expect(stage.probes.asked).toBe(1);
    await stage.advance(3000);
    expect(stage.probes.asked).toBe(4);
    stage.probes.answer = passed;
    await stage.advance(1000);
    expect(stage.status.health).toBe('healthy');
    await stage.advance(29_999);
    expect(stage.probes.asked).toBe(5);
    await stage.advance(1);
    expect(stage.probes.asked).toBe(6);
  });

  it('take the interval of the constructor where the process does not say', async () => {
    const stage = new Stage({ healthCheckInterval: 15_000 }).register({ healthCheck: { http } });
    stage.probes.answer = passed;
    await stage.start();
    await stage.advance(15_000);
    expect(stage.probes.asked).toBe(2);
  });

  it('inside the start period fail with failures 0 and restart nothing', async () => {
    const stage = new Stage().register({ healthCheck: { http } });
    stage.probes.answer = failed;
    await stage.start();
    await stage.advance(29_000);
    expect(new Set(stage.emitted().slice(2))).toEqual(new Set(['health_failed 0 HTTP 503']));
    expect(stage.status).toMatchObject({
      state: 'running',
      health: 'pending',
      reason: 'running for 29s, not healthy yet: HTTP 503',
    });
    await stage.advance(3000);
    expect(stage.emitted()).toEqual([
      'health_failed 1 HTTP 503',
      'health_failed 2 HTTP 503',
      'health_failed 3 HTTP 503',
      'restarting',
    ]);
  });

  it('that could not ask for want of something of the system say nothing about a process', async () => {
    const stage = new Stage().register({ healthCheck: { http, interval: 1000 } });
    stage.probes.answer = passed;
    await stage.start();
    stage.probes.answer = failed;
    await stage.advance(2000);
    stage.probes.answer = { ok: false, message: 'no more processes', unasked: true };
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ state: 'running', health: 'healthy', healthFailures: 2, restartCount: 0 });
    stage.probes.answer = failed;
    await stage.advance(1000);
    expect(stage.emitted().at(-1)).toBe('restarting');
  });

  it('give a process no health before it runs, between two lives and after it stopped', async () => {
    const stage = new Stage().register({ healthCheck: { http } });
    stage.probes.answer = passed;
    expect(stage.status).toMatchObject({ state: 'stopped', health: 'none' });
    await stage.start();
    expect(stage.status).toMatchObject({ state: 'running', health: 'healthy' });
    await stage.crash(1);
    expect(stage.status).toMatchObject({ state: 'backoff', health: 'none' });
    await stage.watchdog.stop('api');
    expect(stage.status).toMatchObject({ state: 'stopped', health: 'none' });
  });

  it('make a later process that depends on theirs wait for health, before they ran', () => {
    const stage = new Stage().register({ healthCheck: { http } });
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    expect(stage.watchdog.details('web')?.dependencies).toMatchObject([{ name: 'api', condition: 'healthy' }]);
  });

  it('count failures only in a row', async () => {
    const stage = new Stage().register({ healthCheck: { http, startPeriod: 0, interval: '1s', threshold: 2 } });
    for (const answer of [passed, failed, passed, failed, passed]) {
      stage.probes.answer = answer;
      if (stage.status.state === 'running') await stage.advance(1000);
      else await stage.start();
    }
    expect(stage.status).toMatchObject({ state: 'running', health: 'healthy', healthFailures: 0 });
  });

  it('need successThreshold successes in a row to be healthy', async () => {
    const stage = new Stage().register({ healthCheck: { http, interval: '1s', successThreshold: 2 } });
    stage.probes.answer = passed;
    await stage.start();
    expect(stage.status.health).toBe('pending');
    await stage.advance(1000);
    expect(stage.status.health).toBe('healthy');
  });

  it('are aborted at their timeout, which is a failure that says so', async () => {
    const stage = new Stage().register({ healthCheck: { http, timeout: '2s', startPeriod: 0 } });
    await stage.start();
    stage.emitted();
    await stage.advance(2000);
    expect(stage.probes.pending[0]?.signal.aborted).toBe(true);
    expect(stage.emitted()).toEqual(['health_failed 1 timed out after 2s']);
  });

  it('that ignore their abort are not started beside themselves', async () => {
    const stage = new Stage().register({ healthCheck: { http, timeout: '1s', interval: '1s', startPeriod: 0, threshold: 3 } });
    await stage.start();
    await stage.advance(10_000);
    expect(stage.probes.asked).toBe(1);
    expect(stage.status.state).toBe('stopping');
  });

  it('leave an autoRestart: false process running, unhealthy', async () => {
    const stage = new Stage().register({ autoRestart: false, healthCheck: { http, startPeriod: 0, interval: '1s' } });
    stage.probes.answer = failed;
    await stage.start();
    await stage.advance(10_000);
    expect(stage.status).toMatchObject({ state: 'running', health: 'unhealthy' });
  });

  it('make a success only together with the minimal uptime', async () => {
    const stage = new Stage().register({ healthCheck: { http, interval: '1s' }, minUptime: '5s' });
    await stage.start();
    stage.spawner.last.exit({ code: 1 });
    await stage.advance(1000);
    stage.probes.answer = failed;
    stage.probes.pending.at(-1)?.answer(failed);
    await stage.advance(10_000);
    expect(stage.status.restartCount).toBe(1);
    stage.probes.answer = passed;
    await stage.advance(1000);
    expect(stage.status.restartCount).toBe(0);
  });

  describe('by a function', () => {
    it('get the status, frozen, with the configuration beside it', async () => {
      const entries: unknown[] = [];
      const stage = new Stage();
      stage.watchdog.register({
        name: 'api',
        command: 'api',
        healthCheck: async (entry) => {
          entries.push(entry);
          return true;
        },
      });
      await stage.start();
      await settle();
      expect(entries[0]).toMatchObject({ name: 'api', state: 'running', pid: 1000, config: { command: 'api' } });
      expect(Object.isFrozen(entries[0])).toBe(true);
      expect(stage.status.health).toBe('healthy');
    });

    it.each([
      ['false', async () => false, 'Health check returned false'],
      ['an exception', () => Promise.reject(new Error('no route')), 'no route'],
    ])('fail by %s', async (_what, healthCheck, message) => {
      const stage = new Stage().register({ healthCheck });
      await stage.start();
      await settle();
      expect(stage.emitted()).toContain(`health_failed 0 ${message}`);
    });
  });
});
