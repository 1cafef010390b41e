import { describe, expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

const check = { exec: 'true', startPeriod: 0 };

/** How a promise is now: pending, resolved, or the message with which it was rejected. */
async function standing(promise: Promise<unknown>): Promise<string> {
  await settle();
  const pending = Symbol('pending');
  return Promise.race([promise, Promise.resolve(pending)]).then(
    (value) => (value === pending ? 'pending' : 'resolved'),
    (error: { code?: string; message: string }) => `${error.code ?? ''} ${error.message}`,
  );
}

/** Lets all children that are asked to end do so, wave by wave. */
async function letAllEnd(stage: Stage): Promise<void> {
  for (let asked = stage.spawner.living; asked.length > 0; asked = stage.spawner.living) {
    await settle();
    for (const child of asked) if (child.signals.length > 0) child.exit({ signal: 'SIGTERM' });
    await settle();
  }
}

describe('waitFor', () => {
  it('healthy waits for the check, and for a process without one only until it runs', async () => {
    const stage = new Stage().register({ healthCheck: check });
    stage.watchdog.register({ name: 'db', command: 'db' });
    const both = stage.watchdog.waitFor(['api', 'db'], 'healthy');
    const db = stage.watchdog.waitFor('db', 'healthy');
    stage.watchdog.up();
    expect(await standing(db)).toBe('resolved');
    expect(await standing(both)).toBe('pending');
    stage.probes.pending.at(-1)?.answer({ ok: true, message: 'fine' });
    expect(await standing(both)).toBe('resolved');
    expect(await standing(stage.watchdog.waitFor('api', 'running'))).toBe('resolved');
  });

  it('completed and stopped wait for the end', async () => {
    const stage = new Stage().register({ autoRestart: 'on-failure' });
    await stage.start();
    const waits = [stage.watchdog.waitFor('api', 'completed'), stage.watchdog.waitFor(['api'], 'stopped', { timeout: 60_000 })];
    expect(await standing(waits[1]!)).toBe('pending');
    await stage.crash(0);
    expect(await Promise.all(waits.map(standing))).toEqual(['resolved', 'resolved']);
    expect(stage.clock.pending).toBe(0);
  });

  it('fails with the reason when its time is over, and at once where nothing but the user can help', async () => {
    const stage = new Stage().register({ autoRestart: false });
    stage.watchdog.register({ name: 'behind', command: 'behind', dependsOn: { api: 'completed' } });
    const late = stage.watchdog.waitFor('api', 'running', { timeout: 500 });
    await stage.advance(500);
    expect(await standing(late)).toBe('TIMEOUT api is not running after 500ms: not started yet');
    await stage.start();
    const vain = [stage.watchdog.waitFor('api', 'completed'), stage.watchdog.waitFor('behind', 'healthy')];
    await stage.crash(3);
    expect(await standing(vain[0]!)).toBe('ACTION_FAILED api is not completed: failed: exit code 3; autoRestart is false');
    void stage.watchdog.start('api');
    await settle();
    stage.spawner.last.events.output('stderr', Buffer.from("Error: Cannot find module 'express'\n"));
    const told = stage.watchdog.waitFor('api', 'completed');
    await stage.crash(1);
    expect(await standing(told)).toBe('ACTION_FAILED api is not completed: failed: the module express is missing (exit code 1)');
    void stage.watchdog.start('behind');
    await settle();
    await stage.crash(3);
    expect(await standing(vain[1]!)).toMatch(/^ACTION_FAILED behind is not healthy: blocked: api failed with exit code 3/);
    expect(await standing(stage.watchdog.waitFor('behid', 'healthy'))).toMatch(/^PROCESS_UNKNOWN .*did you mean 'behind'/);
  });

  it('goes on while restarts go on, and ends with the shutdown, the signal, and the process', async () => {
    const stage = new Stage().register({ healthCheck: check });
    stage.watchdog.register({ name: 'other', command: 'other' });
    await stage.start();
    const abort = new AbortController();
    const aborted = stage.watchdog.waitFor('api', 'healthy', { signal: abort.signal });
    const shut = stage.watchdog.waitFor('api', 'healthy', { timeout: 60_000 });
    const removed = stage.watchdog.waitFor('other', 'running');
    await stage.crash(1);
    expect(await standing(aborted)).toBe('pending');
    abort.abort(new Error('the test is over'));
    expect(await standing(aborted)).toBe(' the test is over');
    expect(await stage.watchdog.unregister('other')).toBe(true);
    expect(await standing(removed)).toBe('ACTION_FAILED other is not registered any more');
    await stage.watchdog.shutdown();
    expect(await standing(shut)).toMatch(/^ACTION_FAILED api is not healthy: /);
    expect(await standing(stage.watchdog.waitFor('api', 'stopped'))).toBe('resolved');
    expect(stage.clock.pending).toBe(0);
  });
});

describe('unregister', () => {
  it('stops a process and forgets it, so that its name is free; one that is needed stays', async () => {
    const stage = new Stage().register();
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    await expect(stage.watchdog.unregister('api')).rejects.toMatchObject({
      code: 'ACTION_FAILED',
      message: 'api cannot be unregistered; it is needed by web',
    });
    await expect(stage.watchdog.unregister('wep')).rejects.toMatchObject({ code: 'PROCESS_UNKNOWN' });
    expect(await stage.watchdog.unregister('web')).toBe(true);
    await stage.start();
    const gone = stage.watchdog.unregister('api');
    await letAllEnd(stage);
    expect(await gone).toBe(true);
    expect(stage.watchdog.getStatus()).toEqual({});
    stage.register();
    expect(await stage.start()).toBe(true);
  });
});

describe('up with exitWhen', () => {
  it('done: resolves when all have ended, with the code and the reasons of a command line', async () => {
    const stage = new Stage().register({ autoRestart: false });
    stage.watchdog.register({ name: 'after', command: 'after', autoRestart: false, dependsOn: { api: 'ended' } });
    const end = stage.watchdog.up({ exitWhen: 'done' });
    await settle();
    await stage.crash(3);
    expect(await standing(end)).toBe('pending');
    await stage.crash(0);
    expect(await end).toMatchObject({
      code: 1,
      succeeded: ['after'],
      failed: [{ name: 'api', reason: 'failed: exit code 3; autoRestart is false' }],
      shutdown: { left: [] },
    });
  });

  it('failed: the first that has failed for good stops everything', async () => {
    const stage = new Stage().register({ circuit: { threshold: 2 }, restartDelay: 10 });
    stage.watchdog.register({ name: 'db', command: 'db' });
    const end = stage.watchdog.up({ exitWhen: ['failed', 'done'] });
    await settle();
    const crash = async () => {
      stage.spawner.living.find(({ spec }) => spec.command === 'api')!.exit({ code: 1 });
      await settle();
    };
    await crash();
    expect(await standing(end)).toBe('pending');
    await stage.advance(10);
    await crash();
    await letAllEnd(stage);
    expect(await end).toMatchObject({ code: 1, failed: [{ name: 'api' }], shutdown: { stopped: ['api', 'db'] } });
  });

  it.each([
    [{ code: 7 }, 7],
    [{ code: 0 }, 0],
    [{ signal: 'SIGKILL' }, 137],
  ])('ended: the end of one process, %o, stops all, with its code %i', async (fact, code) => {
    const stage = new Stage().register();
    stage.watchdog.register({ name: 'test', command: 'test', dependsOn: ['api'] });
    const end = stage.watchdog.up({ names: ['test'], exitWhen: { ended: 'test' } });
    await settle();
    stage.spawner.last.exit(fact);
    await settle();
    await letAllEnd(stage);
    expect(await end).toMatchObject({ code });
  });

  it('ends with 1 where something else ends it, and knows its names before it starts any', async () => {
    const stage = new Stage().register();
    expect(() => stage.watchdog.up({ exitWhen: { ended: 'nobody' } })).toThrow(
      expect.objectContaining({ code: 'PROCESS_UNKNOWN' }),
    );
    expect(stage.watchdog.up({ names: ['api'] })).toBeUndefined();
    await settle();
    const end = stage.watchdog.up({ exitWhen: 'done' });
    {
      await using _disposed = stage.watchdog;
      void letAllEnd(stage);
    }
    expect(await end).toMatchObject({ code: 1, failed: [], shutdown: { stopped: ['api'] } });
  });
});
