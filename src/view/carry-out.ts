import type { SnapshotStore } from './snapshot-store.js';
import type { DashboardSource, ProcessAction } from './source.js';
import type { Tone } from './theme.js';
import { refusalMs, successMs } from './toasts.js';
import { reduceUi, type UiState } from './ui-state.js';

const underWay: Readonly<Record<ProcessAction, string>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
  reset: 'resetting',
  kill: 'killing',
};

/** Carries an action out and says in a toast that it is under way, then what became of it. */
export async function carryOut(
  source: DashboardSource,
  store: SnapshotStore<UiState>,
  action: ProcessAction,
  name: string,
): Promise<void> {
  const say = (text: string, tone: Tone, durationMs: number): void => {
    const now = source.now();
    const toast = { about: `process ${name}`, text, tone, until: now + durationMs };
    store.update((state) => reduceUi(state, { type: 'toast', toast, now }));
  };
  say(`${underWay[action]} ${name}…`, 'progress', Infinity);
  const { ok, text } = await source.act(action, name);
  say(text, ok ? 'good' : 'trouble', ok ? successMs : refusalMs);
}
