import type { Command, CommandContext } from './command.js';
import { logWindow, scrollAnchor } from './log-window.js';
import { canReset, canStart, canStop, isCooling, refusalOf, startRefusal, whenSelected } from './process-rules.js';
import { isAlive } from './state-words.js';

/** The step of a sideways scroll, in columns. */
const shiftColumns = 8;

/** Every command, in the order of the footer and of the help. The dispatcher, the README and `watchdog keys` read it too. */
export const commands: readonly Command[] = [
  {
    id: 'process.start',
    keys: ['s', 'f7'],
    where: 'anywhere',
    section: 'Processes',
    title: 'Start the selected process',
    footer: { label: 'start', priority: 70 },
    isEnabled: whenSelected(canStart),
    refusal: refusalOf(startRefusal),
    run: (ctx) => ctx.act('start'),
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
    run: (ctx) => ctx.act('stop'),
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
    run: (ctx) => ctx.act('restart'),
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
    run: (ctx) => ctx.act('reset'),
  },
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
      if (ctx.processes.some(isAlive)) ctx.dispatch({ type: 'overlay', overlay: { name: 'question' } });
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
  { ...helpMove('up', ['k', 'up'], 'Scroll up'), run: (ctx) => scrollHelp(ctx, -1) },
  { ...helpMove('down', ['j', 'down'], 'Scroll down'), run: (ctx) => scrollHelp(ctx, 1) },
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
    run: (ctx) => {
      closeOverlay(ctx);
      ctx.quit();
    },
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

function helpMove(name: string, keys: readonly string[], title: string): Move {
  const footer = { label: name, priority: 50 };
  return {
    id: `help.${name}`,
    keys,
    where: 'help',
    section: 'Help',
    title,
    footer,
    isEnabled: ({ helpOverflow }) => helpOverflow > 0,
  };
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

function scrollHelp({ ui, helpOverflow, dispatch }: CommandContext, lines: number): void {
  if (ui.overlay.name !== 'help') return;
  const top = Math.max(0, Math.min(ui.overlay.top + lines, helpOverflow));
  dispatch({ type: 'overlay', overlay: { name: 'help', top } });
}

function closeOverlay({ dispatch }: CommandContext): void {
  dispatch({ type: 'overlay', overlay: { name: 'none' } });
}
