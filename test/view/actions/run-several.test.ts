import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { runAction } from '../../../src/view/actions/run.js';
import { SnapshotStore } from '../../../src/view/state/snapshot-store.js';
import type { ActionOutcome, PlainAction } from '../../../src/view/state/source.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { initialUiState } from '../../../src/view/state/ui.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

class Scene {
  readonly clock = new FakeClock();
  readonly source: FakeSource;
  readonly store = new SnapshotStore(initialUiState);

  constructor(processes: readonly ProcessSnapshot[]) {
    this.source = new FakeSource(this.clock, processes);
  }

  begin(verb: PlainAction, names: readonly string[], hidden = 0): Promise<void> {
    return runAction(this.source, this.store, { verb, names, hidden });
  }

  get said(): string | undefined {
    return currentToast(this.store.get().toasts, this.clock.now())?.text;
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
    for (const name of ['api', 'db', 'docs']) await scene.answer(name);
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
});
