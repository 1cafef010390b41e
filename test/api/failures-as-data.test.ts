import { expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

it('a snapshot counts the failures in a row, and says at how many it is restarted no more', async () => {
  const stage = new Stage().register({ maxRestarts: 2 });
  await stage.start();
  await stage.crash(1);
  const [api] = stage.watchdog.snapshots();
  expect(api).toMatchObject({ state: 'backoff', failuresInRow: 1, failuresAllowed: 3 });
  expect(api?.lastFailure).toEqual({ kind: 'exit', text: 'exit code 1' });
});

it('a snapshot of what waits in vain names the root, through those that wait between', async () => {
  const stage = new Stage();
  stage.watchdog
    .register({ name: 'db', command: 'db', autoRestart: false })
    .register({ name: 'api', command: 'api', dependsOn: { db: { condition: 'completed' } } })
    .register({ name: 'web', command: 'web', dependsOn: ['api'] });
  void stage.watchdog.start('web');
  await settle();
  await stage.crash(1);
  const web = stage.watchdog.snapshots().find(({ name }) => name === 'web');
  expect(web).toMatchObject({
    state: 'waiting',
    blocked: { root: 'db', why: 'db failed with exit code 1; autoRestart is false', brief: 'db failed' },
  });
});

it('a process that the system could not start blocks with that sentence, not with an exit', async () => {
  const stage = new Stage();
  stage.watchdog.register({ name: 'db', command: 'db' }).register({ name: 'api', command: 'api', dependsOn: ['db'] });
  stage.spawner.missing.add('db');
  void stage.watchdog.start('api');
  await settle();
  await settle();
  const api = stage.watchdog.snapshots().find(({ name }) => name === 'api');
  expect(api).toMatchObject({ state: 'waiting', blocked: { root: 'db', why: 'db failed: command not found: db (ENOENT)' } });
});
