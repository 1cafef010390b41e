import { overPage } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';
import { closePage, say } from './run.js';
import { focusProcess } from './target-members.js';

/** What concerns all processes together: who depends on whom, how they came up, and the configuration. */
export const configurationCommands: readonly Command[] = [
  {
    id: 'graph.open',
    keys: ['D'],
    where: 'reading',
    except: 'graph',
    section: 'General',
    title: 'Dependencies',
    run: ({ ui, dispatch }) => dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'graph', top: 0 }) }),
  },
  {
    id: 'graph.go',
    keys: ['return'],
    where: 'graph',
    section: 'Pages',
    title: 'Go to the process',
    keyOnly: true,
    footer: { label: 'to the process', priority: 70 },
    isEnabled: (ctx) => focusProcess(ctx) !== undefined,
    run: (ctx) => {
      ctx.dispatch({ type: 'select', name: focusProcess(ctx)!.name });
      ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
      ctx.dispatch({ type: 'focus', pane: 'table' });
    },
  },
  {
    id: 'graph.close',
    keys: ['escape', 'D'],
    where: 'graph',
    section: 'Pages',
    title: 'Close the dependencies',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
  {
    id: 'timing.open',
    keys: ['T'],
    where: 'reading',
    except: 'timing',
    section: 'General',
    title: 'Start-up timing',
    run: ({ ui, dispatch }) => dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'timing', top: 0 }) }),
  },
  {
    id: 'timing.close',
    keys: ['escape', 'T'],
    where: 'timing',
    section: 'Pages',
    title: 'Close the timing',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
  {
    id: 'configuration.reload',
    keys: ['L'],
    where: 'reading',
    except: 'problem',
    section: 'General',
    changes: true,
    title: 'Read the configuration again',
    isEnabled: ({ reload, shuttingDown }) => reload !== undefined && !shuttingDown,
    refusal: ({ shuttingDown }) =>
      shuttingDown ? 'shutting down; nothing can be changed any more' : 'watchdog reload does it, from the folder of the project',
    run: (ctx) => void reload(ctx),
  },
  {
    id: 'bundle.write',
    keys: ['W'],
    where: 'reading',
    section: 'General',
    changes: true,
    title: 'Write an incident bundle',
    isEnabled: ({ writeBundle }) => writeBundle !== undefined,
    refusal: () => 'watchdog bundle does it, from the folder of the project',
    run: (ctx) => void writeBundle(ctx),
  },
  {
    id: 'problem.reload',
    keys: ['L'],
    where: 'problem',
    section: 'Pages',
    changes: true,
    title: 'Read the configuration again',
    footer: { label: 'try again', priority: 90 },
    run: (ctx) => void reload(ctx),
  },
  {
    id: 'problem.close',
    keys: ['escape'],
    where: 'problem',
    section: 'Pages',
    title: 'Close the problems',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
];

async function reload(ctx: CommandContext): Promise<void> {
  const outcome = await ctx.reload?.();
  if (outcome === undefined || outcome.ok) return;
  const { text, problem = { text, parts: [{ message: text }] } } = outcome;
  ctx.dispatch({ type: 'problem', problem, opens: true });
}

async function writeBundle(ctx: CommandContext): Promise<void> {
  say(ctx, 'bundle', 'writing a bundle…', 'progress');
  const { ok, text } = await ctx.writeBundle!();
  say(ctx, 'bundle', text, ok ? 'good' : 'trouble');
}
