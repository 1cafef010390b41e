import { expect, it } from 'vitest';
import { onTheWay, patienceMs, type StartOutcome, untilStarted } from '../../../src/cli/run/until-started.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeClock } from '../../ports/fake-clock.js';

const wanted = (name: string, fields: Partial<ProcessSnapshot>): ProcessSnapshot =>
  sampleProcess(name, { desired: 'up', ...fields });
const db = (fields: Partial<ProcessSnapshot>): ProcessSnapshot =>
  wanted('db', { state: 'running', health: 'pending', ...fields });
const api = (fields: Partial<ProcessSnapshot> = {}): ProcessSnapshot =>
  wanted('api', { state: 'waiting', dependsOn: ['db'], ...fields });

/** A start that is waited for, and what came of it. */
class Scene {
  readonly clock = new FakeClock();
  readonly source: FakeSource;
  outcome: StartOutcome | undefined;
  #end = (): void => {};

  constructor(...processes: ProcessSnapshot[]) {
    this.source = new FakeSource(this.clock, processes);
    const ended = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    const starting = Object.assign(this.source, { ended });
    void untilStarted(starting, this.clock).then((outcome) => {
      this.outcome = outcome;
    });
  }

  /** The watchdog ends. */
  end(): void {
    this.#end();
  }

  /** What is known once all that has happened was received: who failed, whom they wait for, and whether patience ended. */
  async known(): Promise<readonly unknown[] | undefined> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.outcome === undefined) return undefined;
    const { failed, awaited, gaveUp } = this.outcome;
    return [failed.map(({ name }) => name), awaited.map(({ name }) => name), gaveUp];
  }
}

it('A start is over when all are up, and what is not wanted does not count', async () => {
  const scene = new Scene(db({ state: 'starting', health: 'none' }), api(), sampleProcess('off'));
  expect(await scene.known()).toBeUndefined();
  scene.source.setProcesses([db({ health: 'healthy' }), api()]);
  expect(await scene.known()).toBeUndefined();
  scene.source.setProcesses([db({ health: 'healthy' }), api({ state: 'running' })]);
  expect(await scene.known()).toEqual([[], [], false]);
  expect(scene.clock.pending).toBe(0);
});

it.each([
  ['failed', 'failed'],
  ['crashed and comes again by itself', 'backoff'],
  ['has an open circuit', 'circuit_open'],
  ['was stopped', 'stopped'],
] as const)('It is over too when what others wait for %s', async (_what, state) => {
  const scene = new Scene(db({}), api(), wanted('front', { state: 'waiting', dependsOn: ['api'] }));
  expect(await scene.known()).toBeUndefined();
  scene.source.change('db', { state, health: 'none' });
  expect(await scene.known()).toEqual([['db', 'api', 'front'], [], false]);
});

it('It waits on while one is on its way, whatever has become of others', async () => {
  const scene = new Scene(wanted('typo', { state: 'failed' }), db({}), api());
  expect(await scene.known()).toBeUndefined();
  scene.source.setProcesses([wanted('typo', { state: 'failed' }), db({ health: 'healthy' }), api({ state: 'running' })]);
  expect(await scene.known()).toEqual([['typo'], [], false]);
});

it('It is given up when nothing has changed for two minutes, and says who does not get well', async () => {
  const scene = new Scene(db({}), api(), wanted('flaky', { state: 'backoff' }));
  scene.clock.advance(patienceMs - 1);
  scene.source.change('db', { health: 'unhealthy' });
  scene.clock.advance(patienceMs - 1);
  scene.source.change('flaky', { state: 'starting' });
  scene.source.change('flaky', { state: 'backoff' });
  scene.source.change('db', { cpu: 12 });
  expect(await scene.known()).toBeUndefined();
  scene.clock.advance(1);
  expect(await scene.known()).toEqual([['api', 'flaky'], ['db'], true]);
  expect(scene.clock.pending).toBe(0);
});

it('It ends with the watchdog', async () => {
  const scene = new Scene(db({}), api());
  scene.end();
  expect(await scene.known()).toEqual([['api'], ['db'], false]);
});

it('A blocked process is not on its way, and one that is to be restarted is', () => {
  expect(onTheWay([api({ trouble: true }), wanted('web', { state: 'stopping' })]).map(({ name }) => name)).toEqual(['web']);
});

it('It waits for what an engine is being asked about, and no longer once the engine does not say how that is', async () => {
  const asked = (trouble: boolean): ProcessSnapshot => db({ kind: 'container', state: 'unknown', health: 'none', trouble });
  const scene = new Scene(asked(false), api());
  expect(await scene.known()).toBeUndefined();
  scene.source.setProcesses([asked(true), api()]);
  expect(await scene.known()).toEqual([['db', 'api'], [], false]);
});
