import { expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

it('the spawner is notified beforehand of a restart after a delay, of the trial of a circuit, and of a restart by hand', async () => {
  const expected: (readonly number[])[] = [];
  const stage = new Stage({}, { startExpected: (...when) => expected.push(when as number[]) }).register({
    restartDelay: 500,
    circuit: { threshold: 2, cooldown: 7000 },
  });
  await stage.start();
  expect(expected).toEqual([]);
  stage.spawner.last.exit({ code: 1 });
  await settle();
  expect(expected.splice(0)).toEqual([[500]]);
  await stage.advance(500);
  stage.spawner.last.exit({ code: 1 });
  await settle();
  expect(stage.status).toMatchObject({ state: 'circuit_open' });
  expect(expected.splice(0)).toEqual([[7000]]);
  stage.watchdog.resetCircuitBreaker('api');
  await stage.start();
  void stage.watchdog.restart('api');
  expect(expected.splice(0)).toEqual([[0, 150]]);
  await settle();
  stage.spawner.last.exit({ signal: 'SIGTERM' });
  await settle();
  void stage.watchdog.stop('api');
  expect(expected).toEqual([]);
});
