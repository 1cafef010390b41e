import { overPage } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';
import { closePage } from './run-command.js';

/** What concerns all processes together: who depends on whom, and the configuration. */
export const configurationCommands: readonly Command[] = [
  {
    id: 'graph.open',
    keys: ['D'],
    where: 'anywhere',
    section: 'General',
    title: 'Who depends on whom',
    run: ({ ui, dispatch }) => dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'graph', top: 0 }) }),
  },
  {
    id: 'graph.close',
    keys: ['escape', 'D'],
    where: 'graph',
    section: 'Help',
    title: 'Close the graph',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
  {
    id: 'configuration.reload',
    keys: ['L'],
    where: 'anywhere',
    section: 'General',
    title: 'Read the configuration again',
    isEnabled: ({ reload, shuttingDown }) => reload !== undefined && !shuttingDown,
    refusal: ({ shuttingDown }) =>
      shuttingDown ? 'shutting down; nothing can be changed any more' : 'watchdog reload does it, from the folder of the project',
    run: (ctx) => void reload(ctx),
  },
  {
    id: 'problem.reload',
    keys: ['L'],
    where: 'problem',
    section: 'Help',
    title: 'Read the configuration again',
    footer: { label: 'try again', priority: 90 },
    run: (ctx) => void reload(ctx),
  },
  {
    id: 'problem.close',
    keys: ['escape'],
    where: 'problem',
    section: 'Help',
    title: 'Close the problems',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
];

async function reload(ctx: CommandContext): Promise<void> {
  const outcome = await ctx.reload?.();
  if (outcome?.ok === false) ctx.dispatch({ type: 'problem', text: outcome.text, opens: true });
}
