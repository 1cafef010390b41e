import { signalOf } from '../../api/action-run.js';
import type { ActionPlan } from '../state/action-plan.js';
import type { SnapshotStore } from '../state/snapshot-store.js';
import type { DashboardSource, PlainAction, ProcessAction } from '../state/source.js';
import { hiddenWords } from '../state/target.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';
import type { Tone } from '../text/theme.js';

interface VerbForms {
  readonly underWay: string;
  readonly done: string;
}

const forms: Readonly<Record<PlainAction, VerbForms>> = {
  start: { underWay: 'starting', done: 'started' },
  stop: { underWay: 'stopping', done: 'stopped' },
  restart: { underWay: 'restarting', done: 'restarted' },
  reset: { underWay: 'resetting', done: 'reset' },
  kill: { underWay: 'killing', done: 'killed' },
  'kill-restart': { underWay: 'killing and restarting', done: 'restarted' },
  'hold-checks': { underWay: 'holding the checks of', done: 'with checks held' },
  'resume-checks': { underWay: 'resuming the checks of', done: 'with checks resumed' },
};

function formsOf(verb: ProcessAction): VerbForms {
  const signal = signalOf(verb);
  return signal === undefined ? forms[verb as PlainAction] : { underWay: `sending ${signal} to`, done: `sent ${signal}` };
}

/** Refusals that a toast has room for. */
const mostRefusals = 3;

type Say = (text: string, tone: Tone, durationMs: number) => void;

/**
 * Carries a plan out, and says in a toast what is under way, then what became of it: the outcome of one process in its own words,
 * that of several counted: "3 stopped", "2 stopped; api: …".
 */
export function runAction(source: DashboardSource, store: SnapshotStore<UiState>, plan: ActionPlan): Promise<void> {
  const [name, ...others] = plan.names;
  if (name === undefined) return Promise.resolve();
  const isOne = others.length === 0 && plan.hidden === 0;
  const about = isOne ? `process ${name}` : `processes ${plan.names.join(' ')}`;
  const say: Say = (text, tone, durationMs) => {
    const now = source.now();
    const toast = { about, text, tone, until: now + durationMs };
    store.update((state) => reduceUi(state, { type: 'toast', toast, now }));
  };
  return isOne ? runOne(source, plan.verb, name, say) : runSeveral(source, plan, say);
}

async function runOne(source: DashboardSource, verb: ProcessAction, name: string, say: Say): Promise<void> {
  // First the action: a toast draws a frame, and that would hold the signal up by as long.
  const outcomes = source.act(verb, [name]);
  say(`${formsOf(verb).underWay} ${name}…${verb === 'stop' ? ' {process.kill} kills it now' : ''}`, 'progress', Infinity);
  const [{ ok, text } = { ok: false, text: `${name} is not there any more` }] = await outcomes;
  say(text, ok ? 'good' : 'trouble', ok ? successMs : refusalMs);
}

async function runSeveral(source: DashboardSource, plan: ActionPlan, say: Say): Promise<void> {
  const { verb, names, hidden } = plan;
  // First the actions: a toast draws a frame, and that would hold the signals up by as long.
  const outcomes = source.act(verb, names);
  say(
    [`${formsOf(verb).underWay} ${names.length} ${names.length === 1 ? 'process' : 'processes'}…`, ...hiddenWords(hidden)].join(
      '; ',
    ),
    'progress',
    Infinity,
  );
  const refusals = (await outcomes).filter(({ ok }) => !ok);
  const waiting = source.processes().filter(({ name, state }) => names.includes(name) && state === 'waiting');
  const isUp = verb === 'start' || verb === 'restart' || verb === 'kill-restart';
  const waits = isUp ? waiting.filter(({ trouble }) => !trouble).length : 0;
  const done = names.length - refusals.length - waits;
  const parts = [
    ...(done > 0 ? [`${done} ${formsOf(verb).done}`] : []),
    ...(waits > 0 ? [`${waits} waiting for ${waits === 1 ? 'its' : 'their'} dependencies`] : []),
    ...refusals.slice(0, mostRefusals).map(({ text }) => text),
    ...(refusals.length > mostRefusals ? [`${refusals.length - mostRefusals} more failed`] : []),
    ...hiddenWords(hidden),
  ];
  const isWell = refusals.length === 0;
  say(parts.join('; '), isWell ? 'good' : 'trouble', isWell ? successMs : refusalMs);
}
