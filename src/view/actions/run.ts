import { signalOf } from '../../api/action-run.js';
import { roundsOf } from '../../policy/process/start-order.js';
import type { ActionPlan, PlainVerb, PlanStep, Verb } from '../state/action-plan.js';
import type { SnapshotStore } from '../state/snapshot-store.js';
import type { ActionOutcome, DashboardSource, PlainAction, ProcessAction } from '../state/source.js';
import { hiddenWords } from '../state/target.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';
import type { Tone } from '../text/theme.js';

const actionUnderWay: Readonly<Record<PlainAction, string>> = {
  start: 'starting',
  stop: 'stopping',
  restart: 'restarting',
  reset: 'resetting',
  kill: 'killing',
  'hold-checks': 'holding the checks of',
  'resume-checks': 'resuming the checks of',
};

interface VerbForms {
  readonly underWay: string;
  readonly done: string;
}

const forms: Readonly<Record<PlainVerb, VerbForms>> = {
  start: { underWay: 'starting', done: 'started' },
  stop: { underWay: 'stopping', done: 'stopped' },
  restart: { underWay: 'restarting', done: 'restarted' },
  reset: { underWay: 'resetting', done: 'reset' },
  kill: { underWay: 'killing', done: 'killed' },
  'kill-restart': { underWay: 'killing and restarting', done: 'restarted' },
  'hold-checks': { underWay: 'holding the checks of', done: 'with checks held' },
  'resume-checks': { underWay: 'resuming the checks of', done: 'with checks resumed' },
};

function formsOf(verb: Verb): VerbForms {
  const signal = signalOf(verb);
  return signal === undefined ? forms[verb as PlainVerb] : { underWay: `sending ${signal} to`, done: `sent ${signal}` };
}

function underWay(action: ProcessAction): string {
  const signal = signalOf(action);
  return signal === undefined ? actionUnderWay[action as PlainAction] : `sending ${signal} to`;
}

/** Refusals that a toast has room for. */
const mostRefusals = 3;

type Say = (text: string, tone: Tone, durationMs: number) => void;

/**
 * Carries a plan out, and says in a toast what is under way, then what became of it: the outcome of one process in its own words,
 * that of several counted: "3 stopped", "2 stopped; api: …".
 */
export function runAction(source: DashboardSource, store: SnapshotStore<UiState>, plan: ActionPlan): Promise<void> {
  const [step, ...others] = plan.steps;
  if (step === undefined) return Promise.resolve();
  const isOne = others.length === 0 && plan.hidden === 0;
  const about = isOne ? `process ${step.name}` : `processes ${plan.steps.map(({ name }) => name).join(' ')}`;
  const say: Say = (text, tone, durationMs) => {
    const now = source.now();
    const toast = { about, text, tone, until: now + durationMs };
    store.update((state) => reduceUi(state, { type: 'toast', toast, now }));
  };
  return isOne ? runOne(source, step, say) : runSeveral(source, plan, say);
}

async function runOne(source: DashboardSource, { name, actions }: PlanStep, say: Say): Promise<void> {
  for (const action of actions) {
    // First the action: a toast draws a frame, and that would hold the signal up by as long.
    const outcome = source.act(action, name);
    say(`${underWay(action)} ${name}…${action === 'stop' ? ' {process.kill} kills it now' : ''}`, 'progress', Infinity);
    const { ok, text } = await outcome;
    say(text, ok ? 'good' : 'trouble', ok ? successMs : refusalMs);
    if (!ok) return;
  }
}

async function runSeveral(source: DashboardSource, plan: ActionPlan, say: Say): Promise<void> {
  const { verb, steps, hidden } = plan;
  const names = steps.map(({ name }) => name);
  // First the actions: a toast draws a frame, and that would hold the signals up by as long.
  const outcomes = inWaves(source, plan);
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
  const done = steps.length - refusals.length - waits;
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

/** Round by round, so that dependents end before what they depend on; a start waits for what it depends on by itself. */
async function inWaves(source: DashboardSource, { verb, steps }: ActionPlan): Promise<readonly ActionOutcome[]> {
  const isPlain = verb !== 'kill-restart' && steps.every(({ actions: [first, ...more] }) => first === verb && more.length === 0);
  if (isPlain && source.actOn !== undefined) {
    return source.actOn(
      verb,
      steps.map(({ name }) => name),
    );
  }
  const rows = new Map(source.processes().map((process) => [process.name, process]));
  const ends = verb === 'kill-restart' ? 'kill' : verb;
  const rounds = roundsOf(
    ends,
    steps.map(({ name }) => name),
    (name) => rows.get(name)?.dependsOn ?? [],
    (name) => rows.get(name)?.pid != null,
  );
  const byName = new Map(steps.map((step) => [step.name, step]));
  const outcomes = new Map<string, ActionOutcome>();
  const run = async (names: readonly string[], actionsOf: (step: PlanStep) => readonly ProcessAction[]): Promise<void> => {
    const wanted = names.flatMap((name) => (outcomes.get(name)?.ok === false ? [] : (byName.get(name) ?? [])));
    await Promise.all(
      wanted.map(async (step) => outcomes.set(step.name, await oneAfterTheOther(source, { ...step, actions: actionsOf(step) }))),
    );
  };
  for (const { action, names } of rounds) {
    if (verb === 'kill-restart') await run(names, ({ actions }) => actions.slice(0, -1));
    else await run(names, ({ actions }) => (action === verb ? actions : ['stop']));
  }
  if (verb === 'kill-restart') await run([...byName.keys()], ({ actions }) => actions.slice(-1));
  return steps.flatMap(({ name }) => outcomes.get(name) ?? []);
}

async function oneAfterTheOther(source: DashboardSource, { name, actions }: PlanStep): Promise<ActionOutcome> {
  let outcome: ActionOutcome = { ok: true, text: '' };
  for (const action of actions) {
    outcome = await source.act(action, name);
    if (!outcome.ok) break;
  }
  return outcome;
}
