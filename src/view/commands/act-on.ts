import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { actionsOf, type Deed, deedOn, type Verb } from '../state/action-plan.js';
import { isUp, startRefusal } from '../state/process-rules.js';
import type { Target } from '../state/target.js';
import { openDetails } from '../state/ui.js';
import { isAlive } from '../state/words.js';
import type { CommandContext } from './command.js';
import { hiddenWords, membersOf, presentTarget, targetWords } from './target-members.js';

interface VerbWords {
  /** Why it does not apply to a process that is not kept down by its circuit. */
  readonly refusal: (process: ProcessSnapshot, now: number) => string;
  /** Why it applies to none of several. */
  readonly none: string;
  /** How the question about several begins; without it, nothing is asked. */
  readonly question?: string;
  readonly questionEnd?: string;
}

const words: Readonly<Record<Verb, VerbWords>> = {
  start: { refusal: startRefusal, none: 'all run already; {process.restart} restarts them' },
  stop: {
    refusal: ({ state }) => (state === 'stopping' ? 'stopping already' : 'not running; {process.start} starts it'),
    none: 'none of them runs; {process.start} starts them',
    question: 'Stop',
  },
  restart: { refusal: startRefusal, none: 'none of them can be restarted', question: 'Restart' },
  reset: { refusal: () => 'nothing to reset, no failures are counted', none: 'nothing to reset, no failures are counted' },
  kill: {
    refusal: () => 'not running; there is nothing to kill',
    none: 'none of them runs; there is nothing to kill',
    question: 'Kill',
    questionEnd: ' now, without grace',
  },
  'kill-restart': {
    refusal: startRefusal,
    none: 'none of them can be restarted',
    question: 'Kill',
    questionEnd: ' without grace and start again',
  },
};

/** Whether `verb` would do something to a target; undefined is the selected process. */
export function canAct(verb: Verb, ctx: CommandContext, target = presentTarget(ctx)): boolean {
  if (ctx.shuttingDown) return false;
  if (target !== undefined) return planned(verb, ctx, target).steps.length > 0;
  return ctx.selected !== undefined && actionsOf(verb, ctx.selected, ctx.now).length > 0;
}

/** Why `verb` does nothing to a target, and what to do. */
export function actRefusal(verb: Verb, ctx: CommandContext, target = presentTarget(ctx)): string {
  const { selected, shuttingDown, now } = ctx;
  if (shuttingDown) return 'shutting down; nothing can be changed any more';
  if (target !== undefined) {
    const members = membersOf(target, ctx);
    if (members.processes.length > 0) return `${targetWords(target, members)}: ${words[verb].none}`;
    return members.hidden > 0
      ? `${members.hidden} filtered out, none is listed; {table.filter} changes the filter`
      : 'there is no process to act on';
  }
  if (selected === undefined) return 'there is no process to act on';
  return `${selected.name}: ${words[verb].refusal(selected, now)}`;
}

/** Does `verb` to a target, after a question where that is dangerous. */
export function act(verb: Verb, ctx: CommandContext, target = presentTarget(ctx)): void {
  if (target === undefined) {
    actOnOne(verb, ctx, ctx.selected!.name);
    return;
  }
  const deed = planned(verb, ctx, target);
  if (deed.steps.length === 1 && deed.hidden === 0) actOnOne(verb, ctx, deed.steps[0]!.name);
  else if (asksFor(deed, ctx)) ask(deed, ctx);
  else ctx.actOnSeveral(deed);
}

function planned(verb: Verb, ctx: CommandContext, target: Target): Deed {
  const { processes, hidden } = membersOf(target, ctx);
  return deedOn(verb, processes, hidden, ctx.now);
}

function actOnOne(verb: Verb, ctx: CommandContext, name: string): void {
  const process = ctx.processes.find((each) => each.name === name)!;
  const [first, ...rest] = deedOn(verb, [process], 0, ctx.now).steps[0]?.actions ?? [];
  if (first === undefined) return;
  const question = questionOnOne(verb, ctx, process);
  if (question === undefined) ctx.act(name, first, ...rest);
  else
    ctx.dispatch({
      type: 'overlay',
      overlay: {
        name: 'question',
        question: { about: 'process', name, actions: [first, ...rest], words: question },
        over: openDetails(ctx.ui),
      },
    });
}

/** What is asked before it is done to one process; undefined where nothing can be lost, or it was asked before. */
function questionOnOne(verb: Verb, ctx: CommandContext, process: ProcessSnapshot): string | undefined {
  const { name, state } = process;
  if (verb === 'stop') {
    const others = dependentsOf([name], ctx);
    return others.length === 0
      ? undefined
      : `${others.join(', ')} ${others.length === 1 ? 'needs' : 'need'} ${name}. Stop it all the same?`;
  }
  if (verb === 'kill' && isUp(process) && state !== 'stopping') return `Kill ${name} now, without grace?`;
  if (verb === 'kill-restart' && isUp(process)) return `Kill ${name} without grace and start it again?`;
  return undefined;
}

function asksFor({ verb, steps }: Deed, { processes }: CommandContext): boolean {
  if (words[verb].question === undefined) return false;
  const meant = processes.filter(({ name }) => steps.some((step) => step.name === name));
  return verb !== 'kill' || meant.some((process) => isUp(process) && process.state !== 'stopping');
}

function ask(deed: Deed, ctx: CommandContext): void {
  const { question = '', questionEnd = '' } = words[deed.verb];
  const others =
    deed.verb === 'stop'
      ? dependentsOf(
          deed.steps.map(({ name }) => name),
          ctx,
        )
      : [];
  const needed = others.length === 0 ? '' : ` ${others.length} running ${others.length === 1 ? 'one needs' : 'ones need'} them.`;
  const hidden = hiddenWords(deed.hidden).replace('; ', ' ');
  const end = `${questionEnd}?${needed}${hidden === '' ? '' : `${hidden}.`}`;
  ctx.dispatch({
    type: 'overlay',
    overlay: { name: 'question', question: { about: 'several', deed, words: { begin: question, end } } },
  });
}

/** Who is up and needs one of these, and is none of them. */
function dependentsOf(names: readonly string[], { processes }: CommandContext): readonly string[] {
  return processes
    .filter((other) => !names.includes(other.name) && isAlive(other) && other.dependsOn.some((name) => names.includes(name)))
    .map(({ name }) => name);
}
