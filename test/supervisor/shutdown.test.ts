import { expect, it } from 'vitest';
import { Stage } from '../api/stage.js';
import { type FakeChild, settle } from '../ports/fake-spawner.js';

it('The report names what is left alive with its process, and not once more as what may be of another', async () => {
  const stage = new Stage();
  const stranger = { startTime: 1, runState: 'S', comm: 'redis-server' };
  const background = { pid: 9011, program: 'redis-server', isMember: false };
  const hide = (child: FakeChild) =>
    Object.assign(child, {
      leftBehind: () => (child.spec.command === 'redis' ? { oldest: null, background } : undefined),
      hidden: () => [
        { pid: 9011, ...stranger },
        { pid: 9063, ...stranger },
      ],
    });
  stage.spawner.onSpawn = hide;
  for (const name of ['fpm', 'redis']) {
    stage.watchdog.register({ name, command: name, autoRestart: false });
    await stage.start(name);
    stage.spawner.last.exit({ code: 0 });
    await settle();
  }
  expect(await stage.watchdog.shutdown()).toMatchObject({
    left: [{ name: 'redis', pid: 9011 }],
    mayLiveOn: [
      { name: 'fpm', pid: 9063 },
      { name: 'redis', pid: 9063 },
    ],
  });
});
