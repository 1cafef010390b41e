import { describe, expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

const check = { exec: 'true', startPeriod: 0 };

/** A stage with `db`, which has a health check, and `api`, which depends on it. */
async function apiOnDb(dependsOn: object, db: object = {}): Promise<Stage> {
  const stage = new Stage();
  stage.probes.answer = { ok: true, message: 'fine' };
  stage.watchdog.register({ name: 'db', command: 'db', healthCheck: check, ...db });
  stage.register({ dependsOn });
  await stage.start();
  return stage;
}

const statesOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(stage.watchdog.snapshots().map(({ name, state }) => [name, state]));

const reasonOf = (stage: Stage, name: string): string | undefined => stage.watchdog.getStatus(name)?.reason;

const childOf = (stage: Stage, command: string) => stage.spawner.living.find(({ spec }) => spec.command === command)!;

describe('a condition', () => {
  it('healthy goes by the present: a dependency that was healthy and is not any more holds a start back', async () => {
    const stage = await apiOnDb({ db: 'healthy' });
    expect(statesOf(stage)).toEqual({ db: 'running', api: 'running' });
    childOf(stage, 'db').exit({ code: 137 });
    childOf(stage, 'api').exit({ code: 1 });
    await settle();
    expect(statesOf(stage)).toEqual({ db: 'backoff', api: 'waiting' });
    await stage.advance(1000);
    expect(statesOf(stage)).toEqual({ db: 'running', api: 'running' });
  });

  it.each([
    ['stopped by hand', async (stage: Stage) => void stage.watchdog.stop('db'), 'blocked: db is stopped by hand'],
    ['failed', async () => {}, 'blocked: db failed with exit code 137; autoRestart is false'],
  ])('that can no longer come true blocks at once and names the root: %s', async (how, stop, reason) => {
    const stage = await apiOnDb({ db: 'started' }, { autoRestart: how !== 'failed' });
    await stop(stage);
    childOf(stage, 'db').exit({ code: 137 });
    childOf(stage, 'api').exit({ code: 1 });
    await settle();
    expect(stage.status).toMatchObject({ state: 'waiting', reason });
    expect(stage.watchdog.snapshots()[1]).toMatchObject({ trouble: true });
  });

  it('names the root through others, and all go on by themselves when the user starts the root', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'migrate', command: 'migrate', autoRestart: 'on-failure', maxRestarts: 0 });
    stage.watchdog.register({ name: 'db', command: 'db', dependsOn: { migrate: 'completed' } });
    stage.register({ dependsOn: ['db'] });
    stage.watchdog.up();
    await settle();
    await stage.crash(1);
    expect(reasonOf(stage, 'db')).toBe('blocked: migrate failed with exit code 1; gave up after 0 restarts');
    expect(reasonOf(stage, 'api')).toBe('blocked: migrate failed with exit code 1; gave up after 0 restarts');
    void stage.watchdog.start('migrate');
    await settle();
    await stage.crash(0);
    expect(statesOf(stage)).toEqual({ migrate: 'completed', db: 'running', api: 'running' });
  });

  it('is blocked while the circuit of the dependency is open, and met again after its trial', async () => {
    const stage = await apiOnDb({ db: 'started' }, { circuit: { threshold: 1 } });
    const waits: object[] = [];
    stage.watchdog.on('waiting', (event) => waits.push(event));
    childOf(stage, 'db').exit({ code: 1 });
    childOf(stage, 'api').exit({ code: 1 });
    await settle();
    expect(stage.status.reason).toBe('blocked: the circuit of db is open');
    expect(waits.at(-1)).toMatchObject({ name: 'api', blocked: 'the circuit of db is open' });
    await stage.advance(60_000);
    expect(stage.status.state).toBe('running');
  });
});

describe('the death of a dependency', () => {
  it('is named in the reason of all that wait for it, directly or not, until it is back', async () => {
    const stage = await apiOnDb({ db: 'healthy' });
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    await stage.start('web');
    childOf(stage, 'db').exit({ code: 137 });
    childOf(stage, 'api').exit({ code: 1 });
    childOf(stage, 'web').exit({ code: 1 });
    await settle();
    expect(reasonOf(stage, 'api')).toBe('waiting for db to be healthy; db died with exit code 137');
    expect(reasonOf(stage, 'web')).toBe('waiting for api to start; db died with exit code 137');
    expect(stage.emitted()).toContain('waiting db to be healthy; db died with exit code 137');
  });

  it('is one line for all that wait for it, and costs none of them a restart', async () => {
    const stage = await apiOnDb({ db: 'started' }, { restartDelay: '10s' });
    stage.watchdog.register({ name: 'worker', command: 'worker', dependsOn: ['db'] });
    await stage.start('worker');
    childOf(stage, 'db').exit({ code: 137 });
    childOf(stage, 'api').exit({ code: 1 });
    childOf(stage, 'worker').exit({ code: 1 });
    await stage.advance(500);
    expect(stage.noticed).toEqual(['api, worker: waiting for db, which died with exit code 137']);
    expect(stage.status).toMatchObject({ restartCount: 0, circuit: { failures: 0 } });
    await stage.advance(9500);
    expect(statesOf(stage)).toEqual({ db: 'running', api: 'running', worker: 'running' });
  });
});

describe('restart: true', () => {
  const edge = { db: { condition: 'healthy', restart: true } };

  it('restarts the dependent once, when the new generation has reached the condition, and counts no failure', async () => {
    const stage = await apiOnDb(edge);
    stage.probes.answer = { ok: false, message: 'not yet' };
    void stage.watchdog.restart('db');
    await settle();
    childOf(stage, 'db').exit({ code: 0 });
    await stage.advance(2000);
    expect(childOf(stage, 'api').signals).toEqual([]);
    stage.probes.answer = { ok: true, message: 'fine' };
    await stage.advance(1000);
    const old = childOf(stage, 'api');
    expect(old.signals).toEqual(['SIGTERM']);
    old.exit({ code: 143 });
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2, restartCount: 0, circuit: { failures: 0 } });
    expect(stage.noticed).toEqual(['api: restarting: db restarted']);
  });

  it('does nothing for a dependent that started after the dependency, or that the user stopped', async () => {
    const stage = await apiOnDb(edge);
    const stopped = stage.watchdog.stop('api');
    childOf(stage, 'api').exit({ code: 0 });
    await stopped;
    childOf(stage, 'db').exit({ code: 1 });
    await stage.advance(1000);
    expect(statesOf(stage)).toEqual({ db: 'running', api: 'stopped' });
    await stage.start();
    await stage.advance(60_000);
    expect(stage.status.startCount).toBe(2);
  });

  it('is not the default', async () => {
    const stage = await apiOnDb({ db: 'healthy' });
    childOf(stage, 'db').exit({ code: 1 });
    await stage.advance(5000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1 });
  });
});

describe('up', () => {
  it('with names starts these and what they need alone', async () => {
    const stage = new Stage();
    for (const name of ['db', 'cache', 'mail']) stage.watchdog.register({ name, command: name });
    stage.register({ dependsOn: ['db'] });
    stage.watchdog.up(['api']);
    await settle();
    expect(stage.spawner.children.map(({ spec }) => spec.command)).toEqual(['db', 'api']);
  });

  it('without names starts those with autoStart, and what they need although it has none', async () => {
    const stage = new Stage();
    for (const name of ['db', 'debug']) stage.watchdog.register({ name, command: name, autoStart: false });
    stage.register({ dependsOn: ['db'] });
    stage.watchdog.up();
    await settle();
    expect(stage.spawner.children.map(({ spec }) => spec.command)).toEqual(['db', 'api']);
  });

  it('starts nothing where a name is unknown', () => {
    const stage = new Stage().register();
    expect(() => stage.watchdog.up(['api', 'ap'])).toThrow("Process 'ap' not registered; did you mean 'api'?");
    expect(stage.spawner.children).toEqual([]);
  });
});
