import { allLogs, focusedPane, pinnedKey } from '../log/panes.js';
import { unpinned } from '../log/pins.js';
import { nextStamps } from '../log/stamp.js';
import { type LogModes, noSearch, type PaneView } from '../state/log.js';
import { formatCount } from '../text/times.js';
import type { Command, CommandContext } from './command.js';
import { whileShown } from './log.js';
import { say } from './run.js';

/** The panes beside the first one. */
const mostPinned = 2;

/** How logs are shown, and in which panes. */
export const paneCommands: readonly Command[] = [
  {
    ...command('stamps', ['t'], 'Time stamps: clock, relative'),
    does: 'shows time stamps in the log',
    where: 'log',
    run: (ctx) => change(ctx, { stamps: nextStamps(ctx.ui.log.stamps) }),
  },
  { ...command('wrap', ['w'], 'Wrap long lines'), does: 'wraps the log', where: 'log', run: toggleWrap },
  { ...command('wrap-anywhere', ['f6'], 'Wrap long lines'), does: 'wraps the log', run: toggleWrap },
  {
    ...command('pretty', ['p'], 'Pretty-print JSON and logfmt'),
    does: 'pretty-prints JSON and logfmt in the log',
    where: 'log',
    run: (ctx) => change(ctx, { pretty: !ctx.ui.log.pretty }),
  },
  {
    ...command('clear', ['ctrl+k'], 'Clear the view, not the log'),
    does: 'clears the view of the log',
    where: 'log',
    ...whileShown,
    run: clear,
  },
  {
    ...command('merged', ['a'], 'All logs merged'),
    does: 'shows all logs merged',
    footer: { label: 'all logs', priority: 42 },
    run: (ctx) => change(ctx, { merged: !ctx.ui.log.merged }),
  },
  { ...command('pin', ['|'], 'Pin a pane, or unpin it'), does: 'pins a log pane', ...whileShown, run: togglePin },
  { ...command('zoom', ['z', 'f4'], 'Zoom the log'), does: 'zooms the log', ...whileShown, run: toggleZoom },
  {
    id: 'focus.toggle',
    keys: ['tab'],
    where: 'reading',
    section: 'General',
    title: 'Go to the next pane',
    footer: { label: 'table/log', priority: 50 },
    run: focusNext,
  },
  {
    id: 'focus.log',
    keys: ['l'],
    where: 'table',
    section: 'Table',
    title: 'Go to the log',
    does: 'goes to the log',
    ...whileShown,
    run: (ctx) => {
      change(ctx, { pane: 0 });
      ctx.dispatch({ type: 'focus', pane: 'log' });
    },
  },
  {
    id: 'focus.table',
    keys: ['h'],
    where: 'log',
    section: 'Log',
    title: 'Back to the table',
    does: 'goes back to the table',
    run: (ctx) => {
      change(ctx, { zoomed: false });
      ctx.dispatch({ type: 'focus', pane: 'table' });
    },
  },
];

/** Takes back the last that was chosen of the logs: a search, a filter, a cleared view, the whole screen. False where nothing was. */
export function leaveLog(ctx: CommandContext): boolean {
  const { log, focus } = ctx.ui;
  const pane = focus === 'log' ? ctx.pane() : undefined;
  if (pane !== undefined && log.search.text !== '') {
    change(ctx, { search: noSearch });
    changeView(ctx, pane.spec.key, { at: undefined });
  } else if (pane !== undefined && pane.view.at !== undefined) changeView(ctx, pane.spec.key, { at: undefined });
  else if (pane !== undefined && (pane.view.filter !== '' || pane.view.stderrOnly)) {
    changeView(ctx, pane.spec.key, { filter: '', stderrOnly: false });
  } else if (pane !== undefined && pane.view.clearedTo > 0) changeView(ctx, pane.spec.key, { clearedTo: 0 });
  else if (log.zoomed) change(ctx, { zoomed: false });
  else return false;
  return true;
}

function command(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return { id: `pane.${name}`, keys, where: 'anywhere', section: 'Panes', title };
}

function toggleWrap(ctx: CommandContext): void {
  change(ctx, { wrap: !ctx.ui.log.wrap });
}

function clear(ctx: CommandContext): void {
  const { spec, log } = ctx.pane()!;
  const hidden = log.list.length;
  changeView(ctx, spec.key, { clearedTo: log.source.nextSeq, anchor: undefined, at: undefined });
  say(
    ctx,
    'clear',
    `the view starts here; {go.back} brings ${formatCount(hidden)} ${hidden === 1 ? 'line' : 'lines'} back`,
    'progress',
  );
}

function togglePin(ctx: CommandContext): void {
  const { spec, view } = ctx.pane()!;
  const { pinned } = ctx.ui.log;
  const name = spec.log;
  if (name === allLogs) say(ctx, 'pin', 'merged logs cannot be pinned; {pane.merged} shows one again', 'progress');
  else if (spec.pinned || pinned.includes(name)) change(ctx, unpinned(ctx.ui.log, name));
  else if (pinned.length >= mostPinned)
    say(ctx, 'pin', 'only two pins; {focus.toggle} to one, then {pane.pin} unpins it', 'progress');
  else {
    changeView(ctx, pinnedKey(name), view);
    change(ctx, { pinned: [...pinned, name] });
    say(ctx, 'pin', `${name} pinned; the left pane follows the selection`, 'good');
  }
}

function toggleZoom(ctx: CommandContext): void {
  const { log, focus } = ctx.ui;
  change(ctx, { zoomed: !log.zoomed, ...(focus === 'table' ? { pane: 0 } : {}) });
}

/** From the table through the log panes and back; while one takes the whole screen, among the logs. Pages are left for it. */
function focusNext(ctx: CommandContext): void {
  const { focus, log } = ctx.ui;
  ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
  const pane = focusedPane(log);
  const isLast = pane === log.pinned.length;
  if (focus === 'table') change(ctx, { pane: 0 });
  else change(ctx, { pane: isLast ? 0 : pane + 1 });
  if (focus === 'table' || (isLast && !log.zoomed)) ctx.dispatch({ type: 'focus', pane: focus === 'table' ? 'log' : 'table' });
}

function change({ dispatch }: CommandContext, modes: Partial<LogModes>): void {
  dispatch({ type: 'log', change: { type: 'modes', change: modes } });
}

function changeView(ctx: CommandContext, key: string, view: Partial<PaneView>): void {
  ctx.dispatch({ type: 'log', change: { type: 'view', key, change: view } });
}
