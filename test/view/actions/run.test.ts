import { expect, it, vi } from 'vitest';
import { runAction } from '../../../src/view/actions/run.js';
import { SnapshotStore } from '../../../src/view/state/snapshot-store.js';
import { initialUiState } from '../../../src/view/state/ui.js';
import { FakeSource } from '../../components/stage/fake-source.js';
import { FakeClock } from '../../ports/fake-clock.js';

it.each([
  [true, 'good', 5000],
  [false, 'trouble', 8000],
])('An action is said to be under way, then its outcome stands for some seconds (ok: %s)', async (ok, tone, durationMs) => {
  const clock = new FakeClock();
  const source = new FakeSource(clock, []);
  const store = new SnapshotStore(initialUiState);
  const done = runAction(source, store, { verb: 'restart', names: ['api'], hidden: 0 });
  expect(store.get().toasts).toMatchObject([{ text: 'restarting api…', tone: 'progress', until: Infinity }]);
  clock.advance(60_000);
  source.asked[0]!.answer({ ok, text: 'what became of it' });
  await done;
  expect(store.get().toasts).toMatchObject([{ text: 'what became of it', tone, until: clock.now() + durationMs }]);
});

it('A process that is gone meanwhile has no outcome, which is said', async () => {
  const source = new FakeSource(new FakeClock(), []);
  vi.spyOn(source, 'act').mockResolvedValue([]);
  const store = new SnapshotStore(initialUiState);
  await runAction(source, store, { verb: 'kill-restart', names: ['api'], hidden: 0 });
  expect(store.get().toasts).toMatchObject([{ text: 'api is not there any more', tone: 'trouble' }]);
});
