import { startWaves } from '../../policy/process/start-order.js';
import { hiddenWords } from '../commands/target-members.js';
import type { Deed, Step, Verb } from '../state/action-plan.js';
import type { SnapshotStore } from '../state/snapshot-store.js';
import type { ActionOutcome, DashboardSource } from '../state/source.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';
import type { Tone } from '../text/theme.js';

interface VerbForms {
  readonly underWay: string;
  readonly done: string;
}

const forms: Readonly<Record<Verb, VerbForms>> = {
  start: { underWay: 'starting', done: 'started' },
  stop: { underWay: 'stopping', done: 'stopped' },
  restart: { underWay: 'restarting', done: 'restarted' },
  reset: { underWay: 'resetting', done: 'reset' },
  kill: { underWay: 'killing', done: 'killed' },
  'kill-restart': { underWay: 'killing and restarting', done: 'restarted' },
};

/** Refusals that a toast has room for. */
const mostRefusals = 3;

/**
 * Does a deed, and says in a toast what is under way, then what became of it: "3 stopped", "2 stopped; api: …". All at once, as
 * the supervisor lets a start wait for what it needs; but a stop goes from dependents to what they depend on.
 */
export async function carryOutSeveral(source: DashboardSource, store: SnapshotStore<UiState>, deed: Deed): Promise<void> {
  const { verb, steps, hidden } = deed;
  const names = steps.map(({ name }) => name);
  const say = (text: string, tone: Tone, durationMs: number): void => {
    const now = source.now();
    const toast = { about: `processes ${names.join(' ')}`, text, tone, until: now + durationMs };
    store.update((state) => reduceUi(state, { type: 'toast', toast, now }));
  };
  // First the deed: a toast draws a frame, and that would hold the signals up by as long.
  const outcomes = inWaves(source, deed);
  say(
    `${forms[verb].underWay} ${names.length} ${names.length === 1 ? 'process' : 'processes'}…${hiddenWords(hidden)}`,
    'progress',
    Infinity,
  );
  const refusals = (await outcomes).filter(({ ok }) => !ok);
  const waiting = source.processes().filter(({ name, state }) => names.includes(name) && state === 'waiting');
  const isUp = verb !== 'stop' && verb !== 'kill';
  const waits = isUp ? waiting.filter(({ trouble }) => !trouble).length : 0;
  const done = steps.length - refusals.length - waits;
  const parts = [
    ...(done > 0 ? [`${done} ${forms[verb].done}`] : []),
    ...(waits > 0 ? [`${waits} waiting for what ${waits === 1 ? 'it needs' : 'they need'}`] : []),
    ...refusals.slice(0, mostRefusals).map(({ text }) => text),
    ...(refusals.length > mostRefusals ? [`${refusals.length - mostRefusals} more failed`] : []),
  ];
  const isWell = refusals.length === 0;
  say(parts.join('; ') + hiddenWords(hidden), isWell ? 'good' : 'trouble', isWell ? successMs : refusalMs);
}

async function inWaves(source: DashboardSource, { verb, steps }: Deed): Promise<readonly ActionOutcome[]> {
  const all = steps.map(({ name }) => name);
  const needs = new Map(source.processes().map(({ name, dependsOn }) => [name, dependsOn]));
  const waves = verb === 'stop' ? startWaves(all, (name) => needs.get(name) ?? []).toReversed() : [all];
  const outcomes: ActionOutcome[] = [];
  for (const wave of waves) {
    const now = steps.filter(({ name }) => wave.includes(name));
    outcomes.push(...(await Promise.all(now.map((step) => oneAfterTheOther(source, step)))));
  }
  return outcomes;
}

async function oneAfterTheOther(source: DashboardSource, { name, actions }: Step): Promise<ActionOutcome> {
  let outcome: ActionOutcome = { ok: true, text: '' };
  for (const action of actions) {
    outcome = await source.act(action, name);
    if (!outcome.ok) break;
  }
  return outcome;
}
