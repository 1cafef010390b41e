import type { SnapshotStore } from '../state/snapshot-store.js';
import type { DashboardSource, ProcessAction } from '../state/source.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';
import type { Tone } from '../text/theme.js';

const underWay: Readonly<Record<ProcessAction, string>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
  reset: 'resetting',
  kill: 'killing',
};

/** Carries actions out, one after the other, and says in a toast what is under way, then what became of it. */
export async function carryOut(
  source: DashboardSource,
  store: SnapshotStore<UiState>,
  name: string,
  actions: readonly ProcessAction[],
): Promise<void> {
  const say = (text: string, tone: Tone, durationMs: number): void => {
    const now = source.now();
    const toast = { about: `process ${name}`, text, tone, until: now + durationMs };
    store.update((state) => reduceUi(state, { type: 'toast', toast, now }));
  };
  for (const action of actions) {
    // First the deed: a toast draws a frame, and that would hold the signal up by as long.
    const outcome = source.act(action, name);
    say(`${underWay[action]} ${name}…${action === 'stop' ? ' {process.kill} kills it now' : ''}`, 'progress', Infinity);
    const { ok, text } = await outcome;
    say(text, ok ? 'good' : 'trouble', ok ? successMs : refusalMs);
    if (!ok) return;
  }
}
