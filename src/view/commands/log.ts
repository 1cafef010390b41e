import type { PaneContext } from '../log/pane-context.js';
import { anchorOf, logWindow, scrollAnchor } from '../log/window.js';
import type { Anchor } from '../state/log.js';
import type { UiAction } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';

/** The step of a sideways scroll, in columns. */
const shiftColumns = 8;

/** What a command needs that is about a log: there is none while a heading is selected, or nothing is listed. */
export const whileShown = {
  isEnabled: (ctx: CommandContext): boolean => ctx.pane() !== undefined,
  refusal: ({ processes }: CommandContext): string =>
    processes.length === 0 ? 'there are no processes' : 'no process is selected, so there is no log',
} as const;

/** How the log in the pane with the focus is scrolled. */
export const logCommands: readonly Command[] = [
  { ...move('up', ['k', 'up'], 'One line up'), run: (ctx) => scroll(ctx, () => -1) },
  { ...move('down', ['j', 'down'], 'One line down'), run: (ctx) => scroll(ctx, () => 1) },
  { ...move('page-up', ['pageup'], 'One page up'), run: (ctx) => scroll(ctx, (height) => -height) },
  { ...move('page-down', ['pagedown'], 'One page down'), run: (ctx) => scroll(ctx, (height) => height) },
  { ...move('half-up', ['ctrl+u'], 'Half a page up'), run: (ctx) => scroll(ctx, (height) => -halfOf(height)) },
  { ...move('half-down', ['ctrl+d'], 'Half a page down'), run: (ctx) => scroll(ctx, halfOf) },
  { ...move('first', ['g', 'home'], 'The oldest line'), run: (ctx) => scroll(ctx, () => -Infinity) },
  { ...move('last', ['G', 'end'], 'The newest line, and follow'), run: (ctx) => scroll(ctx, () => Infinity) },
  { ...move('left', ['left'], 'Scroll to the left'), run: (ctx) => shift(ctx, -shiftColumns) },
  { ...move('right', ['right'], 'Scroll to the right'), run: (ctx) => shift(ctx, shiftColumns) },
  {
    id: 'log.follow',
    keys: ['f', 'f5'],
    where: 'anywhere',
    section: 'Log',
    title: 'Follow or pause the log',
    does: 'follows or pauses the log',
    footer: { label: 'follow', priority: 55 },
    ...whileShown,
    run: toggleFollow,
  },
];

/** What scrolls a pane by `rows`, down where positive, and lets it follow once its end is in view; for the wheel too. */
export function scrollBy(pane: PaneContext, rows: number): UiAction {
  return holdAt(pane, scrollAnchor(pane.view.anchor, pane.room, rows));
}

/** What holds a pane at an anchor, or lets it follow where that is undefined. */
export function holdAt({ spec, view, log }: PaneContext, anchor: Anchor | undefined): UiAction {
  const change =
    anchor === undefined
      ? { anchor, at: undefined }
      : { anchor, heldFrom: view.anchor === undefined ? log.source.nextSeq : view.heldFrom };
  return { type: 'log', change: { type: 'view', key: spec.key, change } };
}

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return {
    id: `scroll.${name}`,
    keys,
    where: 'log',
    section: 'Log',
    title,
    does: 'scrolls the log',
    keyOnly: true,
    ...whileShown,
  };
}

function scroll(ctx: CommandContext, rowsIn: (height: number) => number): void {
  const pane = ctx.pane()!;
  ctx.dispatch(scrollBy(pane, rowsIn(pane.room.height)));
}

function toggleFollow(ctx: CommandContext): void {
  const pane = ctx.pane()!;
  const seen = logWindow(pane.view.anchor, pane.room);
  ctx.dispatch(holdAt(pane, seen.following ? anchorOf(seen, pane.room) : undefined));
}

function halfOf(height: number): number {
  return Math.max(1, Math.floor(height / 2));
}

function shift({ dispatch }: CommandContext, columns: number): void {
  dispatch({ type: 'log', change: { type: 'shift', columns } });
}
