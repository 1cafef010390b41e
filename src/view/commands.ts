import type { Command, CommandContext } from './command.js';
import { configurationCommands } from './configuration-commands.js';
import { logWindow, scrollAnchor } from './log-window.js';
import { processCommands } from './process-commands.js';
import { endsWithUs } from './state-words.js';

/** The step of a sideways scroll, in columns. */
const shiftColumns = 8;

/** Every command, in the order of the footer and of the help. The dispatcher, the README and `watchdog keys` read it too. */
export const commands: readonly Command[] = [
  ...processCommands,
  { ...tableMove('up', ['k', 'up'], 'Select the one above'), run: (ctx) => select(ctx, -1) },
  { ...tableMove('down', ['j', 'down'], 'Select the one below'), run: (ctx) => select(ctx, 1) },
  { ...tableMove('page-up', ['pageup'], 'One page up'), run: (ctx) => select(ctx, -ctx.tableRows) },
  { ...tableMove('page-down', ['pagedown'], 'One page down'), run: (ctx) => select(ctx, ctx.tableRows) },
  { ...tableMove('first', ['g', 'home'], 'Select the first'), run: (ctx) => select(ctx, -Infinity) },
  { ...tableMove('last', ['G', 'end'], 'Select the last'), run: (ctx) => select(ctx, Infinity) },
  { ...logMove('up', ['k', 'up'], 'One line up'), run: (ctx) => scroll(ctx, -1) },
  { ...logMove('down', ['j', 'down'], 'One line down'), run: (ctx) => scroll(ctx, 1) },
  { ...logMove('page-up', ['pageup'], 'One page up'), run: (ctx) => scroll(ctx, -ctx.logRows) },
  { ...logMove('page-down', ['pagedown'], 'One page down'), run: (ctx) => scroll(ctx, ctx.logRows) },
  { ...logMove('half-up', ['ctrl+u'], 'Half a page up'), run: (ctx) => scroll(ctx, -halfPage(ctx)) },
  { ...logMove('half-down', ['ctrl+d'], 'Half a page down'), run: (ctx) => scroll(ctx, halfPage(ctx)) },
  { ...logMove('first', ['g', 'home'], 'The oldest line'), run: (ctx) => scroll(ctx, -Infinity) },
  { ...logMove('last', ['G', 'end'], 'The newest line, and follow'), run: (ctx) => scroll(ctx, Infinity) },
  { ...logMove('left', ['left'], 'Scroll to the left'), run: (ctx) => shift(ctx, -shiftColumns) },
  { ...logMove('right', ['right'], 'Scroll to the right'), run: (ctx) => shift(ctx, shiftColumns) },
  {
    id: 'focus.toggle',
    keys: ['tab'],
    where: 'anywhere',
    section: 'General',
    title: 'Go to the other pane',
    footer: { label: 'table/log', priority: 50 },
    run: ({ ui, dispatch }) => dispatch({ type: 'focus', pane: ui.focus === 'table' ? 'log' : 'table' }),
  },
  {
    id: 'log.follow',
    keys: ['f', 'f5'],
    where: 'anywhere',
    section: 'Log',
    title: 'Follow its end, or hold it',
    footer: { label: 'follow', priority: 55 },
    isEnabled: ({ selected }) => selected !== undefined,
    run: toggleFollow,
  },
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
      if (ctx.processes.some(endsWithUs))
        ctx.dispatch({ type: 'overlay', overlay: { name: 'question', question: { about: 'quit' } } });
      else ctx.quit();
    },
  },
  {
    id: 'back',
    keys: ['escape'],
    where: 'anywhere',
    section: 'General',
    title: 'Back to the table',
    run: ({ dispatch }) => dispatch({ type: 'focus', pane: 'table' }),
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

type Move = Omit<Command, 'run'>;

function tableMove(name: string, keys: readonly string[], title: string): Move {
  return { id: `select.${name}`, keys, where: 'table', section: 'Table', title };
}

function logMove(name: string, keys: readonly string[], title: string): Move {
  return { id: `scroll.${name}`, keys, where: 'log', section: 'Log', title, isEnabled: ({ selected }) => selected !== undefined };
}

function pageMove(name: string, keys: readonly string[], title: string): Move {
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

/** What a yes does. */
function agree(ctx: CommandContext): void {
  const { overlay } = ctx.ui;
  closeOverlay(ctx);
  if (overlay.name !== 'question') return;
  if (overlay.question.about === 'quit') ctx.quit();
  else ctx.act(overlay.question.name, ...overlay.question.actions);
}

function select({ processes, selected, dispatch }: CommandContext, by: number): void {
  const at = processes.findIndex(({ name }) => name === selected?.name);
  const next = processes[Math.max(0, Math.min(at + by, processes.length - 1))];
  if (next !== undefined) dispatch({ type: 'select', name: next.name });
}

function scroll({ ui, selected, log, logRows, dispatch }: CommandContext, lines: number): void {
  const name = selected!.name;
  dispatch({ type: 'anchor', name, anchor: scrollAnchor(ui.anchors.get(name), log, logRows, lines) });
}

function toggleFollow({ ui, selected, log, logRows, dispatch }: CommandContext): void {
  const name = selected!.name;
  const seen = logWindow(ui.anchors.get(name), log, logRows);
  dispatch({ type: 'anchor', name, anchor: seen.following ? seen.from : undefined });
}

function halfPage({ logRows }: CommandContext): number {
  return Math.max(1, Math.floor(logRows / 2));
}

function shift({ dispatch }: CommandContext, columns: number): void {
  dispatch({ type: 'shift', columns });
}

function scrollPage({ ui, pageOverflow, dispatch }: CommandContext, lines: number): void {
  const { overlay } = ui;
  if (overlay.name === 'none' || overlay.name === 'question') return;
  dispatch({ type: 'overlay', overlay: { ...overlay, top: Math.max(0, Math.min(overlay.top + lines, pageOverflow)) } });
}

function closeOverlay({ dispatch }: CommandContext): void {
  dispatch({ type: 'overlay', overlay: { name: 'none' } });
}
