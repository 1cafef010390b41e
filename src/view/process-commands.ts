import type { Command, CommandContext } from './command.js';
import { canReset, canStart, canStop, isCooling, refusalOf, startRefusal, whenSelected } from './process-rules.js';
import type { ProcessAction } from './source.js';
import { isAlive } from './state-words.js';

/** What can be done to the selected process. */
export const processCommands: readonly Command[] = [
  {
    id: 'process.start',
    keys: ['s', 'f7'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Start the selected process',
    footer: { label: 'start', priority: 70 },
    isEnabled: whenSelected(canStart),
    refusal: refusalOf(startRefusal),
    run: (ctx) => ctx.act(ctx.selected!.name, 'start'),
  },
  {
    id: 'process.stop',
    keys: ['x', 'f9'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Stop it and what it started',
    footer: { label: 'stop', priority: 65 },
    isEnabled: whenSelected(canStop),
    refusal: refusalOf(({ state }) => (state === 'stopping' ? 'stopping already' : 'not running; s starts it')),
    run: stopSelected,
  },
  {
    id: 'process.restart',
    keys: ['r'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Restart it',
    footer: { label: 'restart', priority: 75 },
    isEnabled: whenSelected((process, now) => !isCooling(process, now)),
    refusal: refusalOf(startRefusal),
    run: (ctx) => ctx.act(ctx.selected!.name, 'restart'),
  },
  {
    id: 'process.reset',
    keys: ['c'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Reset its circuit and counts',
    footer: { label: 'reset circuit', priority: 60 },
    isEnabled: whenSelected(canReset),
    refusal: refusalOf(() => 'nothing to reset, no failures are counted'),
    run: (ctx) => ctx.act(ctx.selected!.name, 'reset'),
  },
  {
    id: 'process.kill',
    keys: ['X'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Kill it now; asks, but not while it is stopping',
    isEnabled: whenSelected(isAlive),
    refusal: refusalOf(() => 'not running; there is nothing to kill'),
    run: killSelected,
  },
  {
    id: 'process.kill-restart',
    keys: ['R'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Kill it and start it again; asks',
    isEnabled: whenSelected((process, now) => !isCooling(process, now)),
    refusal: refusalOf(startRefusal),
    run: (ctx) => ask(ctx, ['kill', 'restart'], `Kill ${ctx.selected!.name} without grace and start it again?`),
  },
];

/** Stops the selected process; asks first where running ones depend on it. */
function stopSelected(ctx: CommandContext): void {
  const { name } = ctx.selected!;
  const dependents = ctx.processes.filter((other) => other.dependsOn.includes(name) && isAlive(other)).map((other) => other.name);
  if (dependents.length === 0) ctx.act(name, 'stop');
  else
    ask(ctx, ['stop'], `${dependents.join(', ')} ${dependents.length === 1 ? 'needs' : 'need'} ${name}. Stop it all the same?`);
}

/** Kills the selected process; somebody who has already asked it to stop is not asked again. */
function killSelected(ctx: CommandContext): void {
  const { name, state } = ctx.selected!;
  if (state === 'stopping') ctx.act(name, 'kill');
  else ask(ctx, ['kill'], `Kill ${name} now, without grace?`);
}

function ask({ selected, dispatch }: CommandContext, actions: readonly ProcessAction[], words: string): void {
  const question = { about: 'process', name: selected!.name, actions, words } as const;
  dispatch({ type: 'overlay', overlay: { name: 'question', question } });
}
