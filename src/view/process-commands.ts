import type { Command, CommandContext } from './command.js';
import { canReset, canStart, canStop, isCooling, isUp, refusalOf, startRefusal, whenSelected } from './process-rules.js';
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
    refusal: refusalOf(({ state }) => (state === 'stopping' ? 'stopping already' : 'not running; {process.start} starts it')),
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
    title: 'Kill it now; asks first',
    footer: { label: 'kill now', priority: 80, isOffered: ({ selected }) => selected?.state === 'stopping' },
    isEnabled: whenSelected(isAlive),
    refusal: refusalOf(() => 'not running; there is nothing to kill'),
    run: killSelected,
  },
  {
    id: 'process.kill-restart',
    keys: ['R'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Kill and restart; asks',
    isEnabled: whenSelected((process, now) => !isCooling(process, now)),
    refusal: refusalOf(startRefusal),
    run: killAndRestartSelected,
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

/** Kills the selected process. It does not ask who has already asked it to stop, and not where there is nothing to lose. */
function killSelected(ctx: CommandContext): void {
  const { name, state } = ctx.selected!;
  if (!isUp(ctx.selected!)) ctx.act(name, 'stop');
  else if (state === 'stopping') ctx.act(name, 'kill');
  else ask(ctx, ['kill'], `Kill ${name} now, without grace?`);
}

function killAndRestartSelected(ctx: CommandContext): void {
  const { name } = ctx.selected!;
  if (isUp(ctx.selected!)) ask(ctx, ['kill', 'restart'], `Kill ${name} without grace and start it again?`);
  else ctx.act(name, 'restart');
}

function ask({ selected, dispatch }: CommandContext, actions: readonly ProcessAction[], words: string): void {
  const question = { about: 'process', name: selected!.name, actions, words } as const;
  dispatch({ type: 'overlay', overlay: { name: 'question', question } });
}
