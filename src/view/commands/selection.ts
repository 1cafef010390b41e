import { copiedText, selectedText } from '../log/export.js';
import type { PaneContext } from '../log/pane-context.js';
import { anchorReaching } from '../log/window.js';
import type { LineSelection } from '../state/log.js';
import { openPrompt } from '../state/prompt.js';
import type { Command, CommandContext } from './command.js';
import { currentSeq } from './go-to.js';
import { holdAt } from './log.js';

const refusal = ({ canExport }: CommandContext) => (canExport ? 'no lines here' : 'nothing can be copied or saved from here');

/** What takes text out of the log, and what selects it. */
export const selectionCommands: readonly Command[] = [
  {
    ...take('select', ['v'], 'Select lines to copy', 'selects lines of the log'),
    footer: { label: 'select', priority: 52 },
    run: begin,
  },
  { ...take('copy-line', ['y'], 'Copy the current line', 'copies a line of the log'), run: copyLine },
  { ...take('copy-all', ['Y'], 'Copy the listed lines', 'copies the lines of the log'), run: copyAll },
  { ...take('save', ['ctrl+s'], 'Save the listed lines', 'saves the lines of the log'), run: askWhere },
  { ...extend('up', ['k', 'up'], 'Extend to the line above'), run: (ctx) => extendBy(ctx, () => -1) },
  { ...extend('down', ['j', 'down'], 'Extend to the line below'), run: (ctx) => extendBy(ctx, () => 1) },
  { ...extend('page-up', ['pageup', 'ctrl+u'], 'A page up'), run: (ctx) => extendBy(ctx, (height) => -height) },
  { ...extend('page-down', ['pagedown', 'ctrl+d'], 'A page down'), run: (ctx) => extendBy(ctx, (height) => height) },
  { ...extend('first', ['g', 'home'], 'To the oldest line'), run: (ctx) => extendBy(ctx, () => -Infinity) },
  { ...extend('last', ['G', 'end'], 'To the newest line'), run: (ctx) => extendBy(ctx, () => Infinity) },
  { ...extend('copy', ['y', 'return'], 'Copy the selection'), footer: { label: 'copy', priority: 100 }, run: copySelection },
  { ...extend('leave', ['v', 'escape'], 'Stop selecting'), footer: { label: 'leave', priority: 90 }, run: leave },
];

function take(name: string, keys: readonly string[], title: string, does: string): Omit<Command, 'run'> {
  const isEnabled = (ctx: CommandContext): boolean => ctx.canExport && (ctx.pane()?.room.list.length ?? 0) > 0;
  return { id: `log.${name}`, keys, where: 'log', section: 'Log', title, does, isEnabled, refusal };
}

function extend(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return { id: `selection.${name}`, keys, where: 'selection', section: 'Selecting', title };
}

function begin(ctx: CommandContext): void {
  const pane = ctx.pane()!;
  const seq = currentSeq(pane)!;
  select(ctx, pane, { key: pane.spec.key, from: seq, to: seq, columns: undefined });
}

function extendBy(ctx: CommandContext, linesIn: (height: number) => number): void {
  const pane = ctx.pane();
  const { selection } = ctx.ui.log;
  if (pane === undefined || selection === undefined || pane.room.list.length === 0) return;
  const { list, height } = pane.room;
  const index = Math.max(0, Math.min(list.indexOf(selection.to) + linesIn(height), list.length - 1));
  select(ctx, pane, { ...selection, to: list.seqAt(index), columns: undefined });
}

function select(ctx: CommandContext, pane: PaneContext, selection: LineSelection): void {
  const index = pane.room.list.indexOf(selection.to);
  ctx.dispatch(holdAt(pane, anchorReaching(index, pane.view.anchor, pane.room)));
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: { selection } } });
}

function copySelection(ctx: CommandContext): void {
  const pane = ctx.pane();
  const { selection } = ctx.ui.log;
  leave(ctx);
  if (pane !== undefined && selection !== undefined) ctx.copy(selectedText(pane, selection));
}

function leave({ dispatch }: CommandContext): void {
  dispatch({ type: 'log', change: { type: 'modes', change: { selection: undefined } } });
}

function copyLine(ctx: CommandContext): void {
  const pane = ctx.pane()!;
  const seq = currentSeq(pane)!;
  ctx.copy(copiedText(pane, seq, seq + 1));
}

function copyAll(ctx: CommandContext): void {
  ctx.copy(copiedText(ctx.pane()!, 0, Infinity));
}

function askWhere(ctx: CommandContext): void {
  const { log } = ctx.pane()!.spec;
  const name = log.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+/, '') || 'log';
  ctx.dispatch({ type: 'prompt', prompt: openPrompt('log.save', `.watchdog/saved/${name}.log`) });
}
