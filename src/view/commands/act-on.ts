import { signalOf } from '../../api/action-run.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { type ActionPlan, applies, planActions } from '../state/action-plan.js';
import { isUp, startRefusal } from '../state/process-rules.js';
import type { PlainAction, ProcessAction } from '../state/source.js';
import type { Target } from '../state/target.js';
import { overPage } from '../state/ui.js';
import { isAlive } from '../state/words.js';
import type { CommandContext } from './command.js';
import { membersOf, presentTarget, targetWords } from './target-members.js';

/** What ends a process. */
const dangerous: ReadonlySet<ProcessAction> = new Set(['stop', 'kill', 'kill-restart']);

interface Refusals {
  /** Why it does not apply to a process that is not kept down by its circuit. */
  readonly one: (process: ProcessSnapshot, now: number) => string;
  /** Why it applies to none of several. */
  readonly several: string;
}

const refusals: Readonly<Record<PlainAction, Refusals>> = {
  start: { one: startRefusal, several: 'all of them are running; {process.restart} restarts them' },
  stop: {
    one: ({ state }) => (state === 'stopping' ? 'stopping already' : 'not running; {process.start} starts it'),
    several: 'none of them is running; {process.start} starts them',
  },
  restart: { one: startRefusal, several: 'none of them can be restarted' },
  reset: { one: () => 'nothing to reset, no failures are counted', several: 'nothing to reset, no failures are counted' },
  kill: { one: () => 'not running; there is nothing to kill', several: 'none of them is running; there is nothing to kill' },
  'kill-restart': { one: startRefusal, several: 'none of them can be restarted' },
  'hold-checks': { one: noChecks, several: 'none of them has health checks' },
  'resume-checks': { one: noChecks, several: 'the checks of none of them are held' },
};

const unsignalled: Refusals = {
  one: ({ kind }) => (kind === 'container' ? 'signals are sent to processes only' : 'not running, so no signal can be sent'),
  several: 'none of them is running, so no signal can be sent',
};

function refusalsOf(verb: ProcessAction): Refusals {
  return signalOf(verb) === undefined ? refusals[verb as PlainAction] : unsignalled;
}

function noChecks({ kind, health, checksHeld }: ProcessSnapshot): string {
  if (kind === 'service') return 'watchdog does not check it; the Swarm does';
  if (kind === 'container') return 'the engine runs its checks, and they cannot be held';
  if (health === 'none') return 'it has no health check; healthCheck in watchdog.yaml adds one';
  return checksHeld === true ? 'its checks are held already' : 'its checks are not held';
}

/** Whether `verb` would do something to a target; undefined is the selected process. */
export function canAct(verb: ProcessAction, ctx: CommandContext, target = presentTarget(ctx)): boolean {
  if (ctx.shuttingDown) return false;
  if (target !== undefined) return plannedFor(verb, ctx, target).names.length > 0;
  return ctx.selected !== undefined && applies(verb, ctx.selected, ctx.now);
}

/** Why `verb` does nothing to a target, and what to do. */
export function actRefusal(verb: ProcessAction, ctx: CommandContext, target = presentTarget(ctx)): string {
  const { selected, shuttingDown, now } = ctx;
  if (shuttingDown) return 'shutting down; nothing can be changed any more';
  if (target !== undefined) {
    const members = membersOf(target, ctx);
    if (members.processes.length > 0) return `${targetWords(target, members)}: ${refusalsOf(verb).several}`;
    return members.hidden > 0
      ? `${members.hidden} filtered out, none is listed; {table.filter} changes the filter`
      : 'there is no process to act on';
  }
  if (selected === undefined) return 'there is no process to act on';
  return `${selected.name}: ${refusalsOf(verb).one(selected, now)}`;
}

/** Does `verb` to a target, after a question where that is dangerous. */
export function act(verb: ProcessAction, ctx: CommandContext, target = presentTarget(ctx)): void {
  const plan = target === undefined ? planned(verb, [ctx.selected!], 0, ctx) : plannedFor(verb, ctx, target);
  if (plan.names.length === 0) return;
  const dependents = verb === 'stop' ? dependentsOf(plan, ctx) : [];
  const asks = asksFor(plan, dependents, ctx) || (ctx.asksAlways === true && dangerous.has(verb));
  if (!asks) ctx.act(plan);
  else
    ctx.dispatch({
      type: 'overlay',
      overlay: overPage(ctx.ui, { name: 'question', question: { about: 'plan', plan, dependents } }),
    });
}

function plannedFor(verb: ProcessAction, ctx: CommandContext, target: Target): ActionPlan {
  const { processes, hidden } = membersOf(target, ctx);
  return planned(verb, processes, hidden, ctx);
}

function planned(
  verb: ProcessAction,
  processes: readonly ProcessSnapshot[],
  hidden: number,
  { now }: CommandContext,
): ActionPlan {
  return planActions(verb, processes, hidden, now);
}

/** Whether something can be lost that was not asked about before: what several processes do, what others depend on, a grace. */
function asksFor({ verb, names, hidden }: ActionPlan, dependents: readonly string[], { processes }: CommandContext): boolean {
  const isOne = names.length === 1 && hidden === 0;
  const planned = processes.filter(({ name }) => names.includes(name));
  if (signalOf(verb) !== undefined) return false;
  switch (verb as PlainAction) {
    case 'start':
    case 'reset':
    case 'hold-checks':
    case 'resume-checks':
      return false;
    case 'stop':
      return !isOne || dependents.length > 0;
    case 'restart':
      return !isOne;
    case 'kill':
      return planned.some((process) => isUp(process) && process.state !== 'stopping');
    case 'kill-restart':
      return !isOne || planned.some(isUp);
  }
}

/** The processes that are up and depend on one that the plan is for, and are none of them. */
function dependentsOf({ names }: ActionPlan, { processes }: CommandContext): readonly string[] {
  return processes
    .filter((other) => !names.includes(other.name) && isAlive(other) && other.dependsOn.some((name) => names.includes(name)))
    .map(({ name }) => name);
}
