import type { Command, CommandContext } from './command.js';
import { configurationCommands } from './configuration-commands.js';
import { logCommands } from './log-commands.js';
import { logSearchCommands } from './log-search-commands.js';
import { leaveLog, paneCommands } from './pane-commands.js';
import { processCommands } from './process-commands.js';
import { promptCommands } from './prompt-commands.js';
import { selectionCommands } from './selection-commands.js';
import { isAlive } from './state-words.js';
import { tableCommands } from './table-commands.js';

/** Every command, in the order of the footer and of the help. The dispatcher, the README and `watchdog keys` read it too. */
export const commands: readonly Command[] = [
  ...processCommands,
  ...tableCommands,
  ...logCommands,
  ...logSearchCommands,
  ...selectionCommands,
  ...paneCommands,
  ...configurationCommands,
  {
    id: 'help.open',
    keys: ['?', 'f1'],
    where: 'anywhere',
    section: 'General',
    title: 'This help',
    footer: { label: 'help', priority: 100 },
    run: ({ dispatch }) => dispatch({ type: 'overlay', overlay: { name: 'help', top: 0 } }),
  },
  {
    id: 'quit',
    keys: ['q', 'f10'],
    where: 'anywhere',
    section: 'General',
    title: 'Quit; asks if something runs',
    footer: { label: 'quit', priority: 90 },
    isEnabled: ({ shuttingDown }) => !shuttingDown,
    run: (ctx) => {
      if (ctx.processes.some(isAlive))
        ctx.dispatch({ type: 'overlay', overlay: { name: 'question', question: { about: 'quit' } } });
      else ctx.quit();
    },
  },
  {
    id: 'back',
    keys: ['escape'],
    where: 'anywhere',
    section: 'General',
    title: 'Back; then show all again',
    run: goBack,
  },
  {
    id: 'interrupt',
    keys: ['ctrl+c'],
    where: 'always',
    section: 'General',
    title: 'Shut down; again forces it',
    run: (ctx) => ctx.interrupt(),
  },
  { ...pageMove('up', ['k', 'up'], 'Scroll up'), run: (ctx) => scrollPage(ctx, -1) },
  { ...pageMove('down', ['j', 'down'], 'Scroll down'), run: (ctx) => scrollPage(ctx, 1) },
  {
    id: 'help.close',
    keys: ['escape', '?', 'f1'],
    where: 'help',
    section: 'Help',
    title: 'Close the help',
    footer: { label: 'close', priority: 100 },
    run: closeOverlay,
  },
  ...promptCommands,
  {
    id: 'question.yes',
    keys: ['y'],
    where: 'question',
    section: 'Question',
    title: 'Yes',
    footer: { label: 'yes', priority: 100 },
    run: agree,
  },
  {
    id: 'question.no',
    keys: ['n', 'escape'],
    where: 'question',
    section: 'Question',
    title: 'No',
    footer: { label: 'no', priority: 90 },
    run: closeOverlay,
  },
];

function pageMove(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  const footer = { label: name, priority: 50 };
  return {
    id: `page.${name}`,
    keys,
    where: 'page',
    section: 'Help',
    title,
    footer,
    isEnabled: ({ pageOverflow }) => pageOverflow > 0,
  };
}

function goBack(ctx: CommandContext): void {
  const { ui, dispatch } = ctx;
  if (leaveLog(ctx)) return;
  if (ui.focus === 'table') dispatch({ type: 'table', change: { type: 'filter', words: '' } });
  else dispatch({ type: 'focus', pane: 'table' });
}

/** What a yes does. */
function agree(ctx: CommandContext): void {
  const { overlay } = ctx.ui;
  closeOverlay(ctx);
  if (overlay.name !== 'question') return;
  if (overlay.question.about === 'quit') ctx.quit();
  else ctx.act(overlay.question.name, ...overlay.question.actions);
}

function scrollPage({ ui, pageOverflow, dispatch }: CommandContext, lines: number): void {
  const { overlay } = ui;
  if (overlay.name === 'none' || overlay.name === 'question') return;
  dispatch({ type: 'overlay', overlay: { ...overlay, top: Math.max(0, Math.min(overlay.top + lines, pageOverflow)) } });
}

function closeOverlay({ dispatch }: CommandContext): void {
  dispatch({ type: 'overlay', overlay: { name: 'none' } });
}
