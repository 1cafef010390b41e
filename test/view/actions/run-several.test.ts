import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { runAction } from '../../../src/view/actions/run.js';
import type { ActionPlan, PlainVerb } from '../../../src/view/state/action-plan.js';
import { SnapshotStore } from '../../../src/view/state/snapshot-store.js';
import type { ActionOutcome } from '../../../src/view/state/source.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { initialUiState } from '../../../src/view/state/ui.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

const actions = {
  start: ['start'],
  stop: ['stop'],
  restart: ['restart'],
  reset: ['reset'],
  kill: ['kill'],
  'kill-restart': ['kill', 'restart'],
  'hold-checks': ['hold-checks'],
  'resume-checks': ['resume-checks'],
} as const satisfies Record<PlainVerb, ActionPlan['steps'][number]['actions']>;

class Scene {
  readonly clock = new FakeClock();
  readonly source: FakeSource;
  readonly store = new SnapshotStore(initialUiState);

  constructor(processes: readonly ProcessSnapshot[]) {
    this.source = new FakeSource(this.clock, processes);
  }

  begin(verb: PlainVerb, names: readonly string[], hidden = 0): Promise<void> {
    return runAction(this.source, this.store, {
      verb,
      steps: names.map((name) => ({ name, actions: actions[verb] })),
      hidden,
    });
  }

  get said(): string | undefined {
    return currentToast(this.store.get().toasts, this.clock.now())?.text;
  }

  get asked(): readonly string[] {
    return this.source.asked.map(({ action, name }) => `${action} ${name}`);
  }

  async answer(name: string, outcome: ActionOutcome = { ok: true, text: '' }): Promise<void> {
    this.source.asked.findLast((each) => each.name === name)!.answer(outcome);
    await settle();
  }
}

const shop = (): readonly ProcessSnapshot[] => [
  runningProcess('db', 0, 0),
  runningProcess('api', 0, 0, { dependsOn: ['db'] }),
  runningProcess('web', 0, 0, { dependsOn: ['api'] }),
  runningProcess('docs', 0, 0),
];

describe('The same done to several processes', () => {
  it('says what is under way, then what became of it', async () => {
    const scene = new Scene(shop());
    const done = scene.begin('restart', ['db', 'docs', 'api']);
    expect(scene.said).toBe('restarting 3 processes…');
    for (const name of ['api', 'db', 'docs', 'db', 'docs', 'api']) await scene.answer(name);
    await done;
    expect(scene.said).toBe('3 restarted');
  });

  it('names those that refused, with the reason', async () => {
    const scene = new Scene(shop());
    const done = scene.begin('start', ['db', 'docs', 'api'], 2);
    expect(scene.said).toBe('starting 3 processes…; 2 filtered out are left alone');
    await scene.answer('db');
    await scene.answer('docs');
    await scene.answer('api', { ok: false, text: 'api did not start: port 3000 is held by pid 4242 (node)' });
    await done;
    expect(scene.said).toBe('2 started; api did not start: port 3000 is held by pid 4242 (node); 2 filtered out are left alone');
    expect(currentToast(scene.store.get().toasts, 0)?.tone).toBe('trouble');
  });

  it('counts what waits for another apart from what was started', async () => {
    const scene = new Scene([runningProcess('db', 0, 0), sampleProcess('api', { state: 'waiting', desired: 'up' })]);
    const done = scene.begin('start', ['db', 'api']);
    await scene.answer('db');
    await scene.answer('api');
    await done;
    expect(scene.said).toBe('1 started; 1 waiting for its dependencies');
  });

  it('stops dependents before what they depend on, whatever their order', async () => {
    const scene = new Scene(shop());
    const done = scene.begin('stop', ['db', 'api', 'docs', 'web']);
    expect(scene.asked).toEqual(['stop web']);
    await scene.answer('web', { ok: false, text: 'web was not stopped: it is stuck' });
    expect(scene.asked).toEqual(['stop web', 'stop api']);
    await scene.answer('api');
    expect(scene.asked).toEqual(['stop web', 'stop api', 'stop db', 'stop docs']);
    await scene.answer('docs');
    await scene.answer('db');
    await done;
    expect(scene.said).toBe('3 stopped; web was not stopped: it is stuck');
  });

  it('restarts dependents before what they depend on: first all stop, then all start, which waits by itself', async () => {
    const scene = new Scene([...shop(), sampleProcess('off', { dependsOn: ['web'] })]);
    const done = scene.begin('restart', ['db', 'off', 'api']);
    const stops = ['stop api', 'stop db'];
    expect(scene.asked).toEqual(stops.slice(0, 1));
    await scene.answer('api');
    expect(scene.asked).toEqual(stops);
    await scene.answer('db');
    expect(scene.asked.slice(2).sort()).toEqual(['restart api', 'restart db', 'restart off']);
    for (const name of ['api', 'db', 'off']) await scene.answer(name);
    await done;
    expect(scene.said).toBe('3 restarted');
  });

  it('restarts those that do not depend on each other at once', async () => {
    const scene = new Scene(shop());
    void scene.begin('restart', ['db', 'docs']);
    expect(scene.asked).toEqual(['restart db', 'restart docs']);
  });

  it('kills dependents first, and starts again what is gone', async () => {
    const scene = new Scene(shop());
    const done = scene.begin('kill-restart', ['db', 'api']);
    expect(scene.asked).toEqual(['kill api']);
    await scene.answer('api');
    expect(scene.asked).toEqual(['kill api', 'kill db']);
    await scene.answer('db', { ok: false, text: 'db was not killed: it is there' });
    expect(scene.asked).toEqual(['kill api', 'kill db', 'restart api']);
    await scene.answer('api');
    await done;
    expect(scene.said).toBe('1 restarted; db was not killed: it is there');
  });
});
