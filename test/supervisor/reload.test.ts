import { describe, expect, it } from 'vitest';
import { type ProcessRegistration, parseProcess } from '../../src/config/resolve/parse-process.js';
import type { ProcessConfig } from '../../src/config/schema/process-config.js';
import { noticeLine } from '../../src/supervisor/events/notice.js';
import { Stage } from '../api/stage.js';
import { settle } from '../ports/fake-spawner.js';

const config = (name: string, keys: Partial<ProcessRegistration> = {}): ProcessConfig =>
  parseProcess({ name, command: name, ...keys }, { directory: '/project' });

/** A stage on which all of these were started. */
async function stageWith(...configs: readonly ProcessConfig[]): Promise<Stage> {
  const stage = new Stage();
  for (const each of configs) stage.watchdog.registerConfig(each);
  stage.watchdog.up();
  await settle();
  stage.emitted();
  return stage;
}

const childOf = (stage: Stage, command: string) => stage.spawner.living.find(({ spec }) => spec.command === command)!;
const signalled = (stage: Stage) =>
  stage.spawner.living.filter(({ signals }) => signals.length > 0).map(({ spec }) => spec.command);
const namesIn = (stage: Stage) => stage.watchdog.snapshots().map(({ name }) => name);

describe('A reload', () => {
  it('says first what it will change, and then does it, in the order of the file', async () => {
    const stage = await stageWith(config('api'), config('old'), config('db'), config('quiet'));
    stage.watchdog.onNotice((notice) => stage.said.push(noticeLine(notice)));
    const { text } = stage.watchdog.reload([
      config('mail'),
      config('api', { env: { PORT: '1' }, args: ['-v'] }),
      config('db', { circuit: { threshold: 9 } }),
      config('quiet'),
    ]);
    expect(text).toBe(
      'reload: mail starts (new), api restarts (args, env changed), db goes on (circuit changed), old goes (removed); 1 untouched',
    );
    expect(stage.emitted()[0]).toBe(text);
    expect(namesIn(stage)).toEqual(['mail', 'api', 'db', 'quiet', 'old']);
    childOf(stage, 'old').exit({ code: 0 });
    childOf(stage, 'api').exit({ code: 0 });
    await settle();
    expect(namesIn(stage)).toEqual(['mail', 'api', 'db', 'quiet']);
    expect(childOf(stage, 'api').spec).toMatchObject({ args: ['-v'], env: { PORT: '1' } });
    expect(stage.spawner.children.map(({ spec }) => spec.command)).toEqual(['api', 'old', 'db', 'quiet', 'mail', 'api']);
  });

  it('that finds nothing changed says so and does nothing', async () => {
    const stage = await stageWith(config('api'));
    expect(stage.watchdog.reload([config('api')])).toMatchObject({ text: 'reload: nothing changed', changes: [] });
    await settle();
    expect(stage.emitted()).toEqual([]);
  });

  it('puts a process into another group without touching its child', async () => {
    const stage = await stageWith(config('api', { group: 'back' }), config('db'));
    const groups = () => stage.watchdog.snapshots().map(({ group }) => group);
    const before = childOf(stage, 'api');
    expect(groups()).toEqual(['back', null]);
    stage.watchdog.reload([config('api', { group: 'front' }), config('db', { group: 'front' })]);
    await settle();
    expect(groups()).toEqual(['front', 'front']);
    expect(childOf(stage, 'api')).toBe(before);
    expect(stage.watchdog.getStatus('api')).not.toHaveProperty('group');
  });

  it('lets policy that does not concern the child take effect at once', async () => {
    const stage = await stageWith(config('api'));
    stage.watchdog.reload([config('api', { restartDelay: '7s' })]);
    childOf(stage, 'api').exit({ code: 1 });
    await settle();
    expect(stage.status.reason).toBe('restart 1 in 7s after exit code 1');
  });

  it('stops a child by the configuration that it was started with', async () => {
    const stage = await stageWith(config('api', { stop: { signal: 'SIGINT' } }));
    stage.watchdog.reload([config('api', { args: ['-v'], stop: { signal: 'SIGQUIT' } })]);
    expect(childOf(stage, 'api').signals).toEqual(['SIGINT']);
  });

  it('restarts a child that was being spawned by the old configuration', async () => {
    const stage = new Stage();
    stage.spawner.holdSpawn = true;
    stage.watchdog.registerConfig(config('api'));
    stage.watchdog.up();
    stage.watchdog.reload([config('api', { args: ['-v'] })]);
    stage.spawner.last.spawned();
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
    stage.spawner.last.exit({ code: 0 });
    expect(stage.spawner.last.spec.args).toEqual(['-v']);
  });

  it('leaves stopped what the user stopped, also when it changed, until the user starts it', async () => {
    const stage = await stageWith(config('api'));
    const stopped = stage.watchdog.stop('api');
    childOf(stage, 'api').exit({ code: 0 });
    await stopped;
    stage.watchdog.reload([config('api', { args: ['-v'] })]);
    await settle();
    expect(stage.status.state).toBe('stopped');
    await stage.start();
    expect(stage.spawner.last.spec.args).toEqual(['-v']);
  });

  it('starts what failed or was cut off by its circuit, when it changed', async () => {
    const stage = await stageWith(config('api', { circuit: { threshold: 1 } }));
    childOf(stage, 'api').exit({ code: 1 });
    await settle();
    expect(stage.status.state).toBe('circuit_open');
    stage.watchdog.reload([config('api', { circuit: { threshold: 1 }, args: ['-v'] })]);
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', circuit: { state: 'closed', failures: 0 } });
  });

  it('keeps what the user started although nothing else wants it, and stops what nothing wants any more', async () => {
    const manual = config('debug', { autoStart: false });
    const stage = await stageWith(config('api', { dependsOn: ['db'] }), config('db', { autoStart: false }), manual);
    await stage.start('debug');
    const { text } = stage.watchdog.reload([config('api'), config('db', { autoStart: false }), manual]);
    expect(text).toBe('reload: api goes on (dependsOn changed), db stops (not needed any more); 1 untouched');
    expect(childOf(stage, 'db').signals).toEqual(['SIGTERM']);
    expect(childOf(stage, 'debug').signals).toEqual([]);
  });

  it('of `up api` starts nothing else by itself', async () => {
    const stage = new Stage();
    for (const each of [config('api'), config('mail')]) stage.watchdog.registerConfig(each);
    stage.watchdog.up(['api']);
    await settle();
    stage.watchdog.reload([config('api', { dependsOn: ['db'] }), config('db'), config('mail'), config('new')]);
    await settle();
    expect(stage.spawner.children.map(({ spec }) => spec.command)).toEqual(['api', 'db']);
  });

  it('wants of a new replica what the user wants of all others', async () => {
    const replica = (number: number): ProcessConfig => ({ ...config(`api-${number}`), replica: { of: 'api', number } });
    const stage = new Stage();
    for (const each of [replica(1), replica(2), config('db')]) stage.watchdog.registerConfig(each);
    stage.watchdog.up(['api-1', 'api-2']);
    await settle();
    const states = () => stage.watchdog.snapshots().map(({ name, desired }) => `${name} ${desired}`);
    stage.watchdog.reload([replica(1), replica(2), replica(3), config('db')], 'scale api=3');
    expect(states()).toEqual(['api-1 up', 'api-2 up', 'api-3 up', 'db down']);
    for (const name of ['api-1', 'api-2']) void stage.watchdog.stop(name);
    stage.watchdog.reload([replica(1), replica(2), replica(3), replica(4), config('db')], 'scale api=4');
    expect(states()).toContain('api-4 up');
    for (const name of ['api-3', 'api-4']) void stage.watchdog.stop(name);
    stage.watchdog.reload([1, 2, 3, 4, 5].map(replica), 'scale api=5');
    expect(states()).toContain('api-5 down');
  });

  it('brings back a process that was removed and is still on its way out', async () => {
    const stage = await stageWith(config('api'));
    stage.watchdog.reload([]);
    expect(stage.status.state).toBe('stopping');
    const { text } = stage.watchdog.reload([config('api', { args: ['-v'] })]);
    expect(text).toBe('reload: api starts (new); 0 untouched');
    childOf(stage, 'api').exit({ code: 0 });
    await settle();
    expect(stage.status.state).toBe('running');
    expect(stage.spawner.last.spec.args).toEqual(['-v']);
  });

  it('lets those go on that waited for what it mends', async () => {
    const stage = await stageWith(config('db', { autoRestart: false }), config('api', { dependsOn: ['db'] }));
    const [db, api] = stage.spawner.children;
    db!.exit({ code: 1 });
    api!.exit({ code: 1 });
    await settle();
    expect(stage.status.state).toBe('waiting');
    stage.watchdog.reload([config('db', { autoRestart: false, args: ['-v'] }), config('api', { dependsOn: ['db'] })]);
    await settle();
    expect(stage.status.state).toBe('running');
  });

  it('keeps the log of what restarts', async () => {
    const stage = await stageWith(config('api'));
    childOf(stage, 'api').print('before\n');
    stage.watchdog.reload([config('api', { args: ['-v'] })]);
    const log = stage.watchdog.log('api')!;
    expect(log.slice(log.firstSeq, log.nextSeq).map(({ text }) => text)).toContain('before');
  });

  it('that removes several ends dependents before what they depend on, also through one that stays', async () => {
    const stage = await stageWith(
      config('db'),
      config('api', { dependsOn: ['db'] }),
      config('web', { dependsOn: ['api'] }),
      config('docs'),
    );
    const { done } = stage.watchdog.reload([config('docs')]);
    for (const name of ['web', 'api', 'db']) {
      expect(signalled(stage)).toEqual([name]);
      childOf(stage, name).exit({ signal: 'SIGTERM' });
      await settle();
    }
    await done;
    expect([namesIn(stage), stage.spawner.living.length]).toEqual([['docs'], 1]);
  });

  it('that changes several stops dependents first, and starts them after what they depend on', async () => {
    const changed = { env: { PORT: '1' } };
    const stage = await stageWith(config('db'), config('api', { dependsOn: ['db'] }), config('docs'));
    const { done } = stage.watchdog.reload([
      config('db', changed),
      config('api', { ...changed, dependsOn: ['db'] }),
      config('docs', changed),
    ]);
    expect(signalled(stage)).toEqual(['api']);
    childOf(stage, 'api').exit({ signal: 'SIGTERM' });
    await settle();
    expect([signalled(stage), stage.watchdog.getStatus('api')?.reason]).toEqual([
      ['db', 'docs'],
      'restart by the reload, waiting for others to end first',
    ]);
    childOf(stage, 'db').exit({ signal: 'SIGTERM' });
    childOf(stage, 'docs').exit({ signal: 'SIGTERM' });
    await done;
    await settle();
    expect(stage.spawner.living.map(({ spec }) => [spec.command, spec.env.PORT])).toEqual([
      ['db', '1'],
      ['docs', '1'],
      ['api', '1'],
    ]);
  });

  it('that brings back what another one is still about to end lets it run', async () => {
    const all = [config('db'), config('api', { dependsOn: ['db'] })];
    const stage = await stageWith(...all);
    const first = stage.watchdog.reload([]);
    expect(signalled(stage)).toEqual(['api']);
    const second = stage.watchdog.reload(all);
    childOf(stage, 'api').exit({ signal: 'SIGTERM' });
    await first.done;
    await second.done;
    await settle();
    expect([namesIn(stage), stage.spawner.children.length, stage.spawner.living.map(({ signals }) => signals)]).toEqual([
      ['db', 'api'],
      3,
      [[], []],
    ]);
  });

  it('that brings back what another one is still about to end restarts it where it is to run otherwise', async () => {
    const api = config('api', { dependsOn: ['db'] });
    const stage = await stageWith(config('db'), api);
    const first = stage.watchdog.reload([]);
    const second = stage.watchdog.reload([config('db', { env: { PORT: '1' } }), api]);
    for (const name of ['api', 'db']) {
      childOf(stage, name).exit({ signal: 'SIGTERM' });
      await settle();
    }
    await first.done;
    await second.done;
    await settle();
    expect(stage.spawner.living.map(({ spec }) => [spec.command, spec.env.PORT])).toEqual([
      ['api', undefined],
      ['db', '1'],
    ]);
  });

  it('leaves down what the user stops while its restart waits', async () => {
    const changed = { env: { PORT: '1' } };
    const stage = await stageWith(config('db'), config('api', { dependsOn: ['db'] }));
    const { done } = stage.watchdog.reload([config('db', changed), config('api', { ...changed, dependsOn: ['db'] })]);
    childOf(stage, 'api').exit({ signal: 'SIGTERM' });
    await settle();
    await stage.watchdog.stop('api');
    childOf(stage, 'db').exit({ signal: 'SIGTERM' });
    await done;
    await settle();
    expect(stage.spawner.living.map(({ spec }) => spec.command)).toEqual(['db']);
  });
});
