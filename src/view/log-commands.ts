import type { Command, CommandContext } from './command.js';
import { logWindow, scrollAnchor } from './log-window.js';

/** The step of a sideways scroll, in columns. */
const shiftColumns = 8;

/** What can be done with the log. */
export const logCommands: readonly Command[] = [
  { ...move('up', ['k', 'up'], 'One line up'), run: (ctx) => scroll(ctx, -1) },
  { ...move('down', ['j', 'down'], 'One line down'), run: (ctx) => scroll(ctx, 1) },
  { ...move('page-up', ['pageup'], 'One page up'), run: (ctx) => scroll(ctx, -ctx.logRows) },
  { ...move('page-down', ['pagedown'], 'One page down'), run: (ctx) => scroll(ctx, ctx.logRows) },
  { ...move('half-up', ['ctrl+u'], 'Half a page up'), run: (ctx) => scroll(ctx, -halfPage(ctx)) },
  { ...move('half-down', ['ctrl+d'], 'Half a page down'), run: (ctx) => scroll(ctx, halfPage(ctx)) },
  { ...move('first', ['g', 'home'], 'The oldest line'), run: (ctx) => scroll(ctx, -Infinity) },
  { ...move('last', ['G', 'end'], 'The newest line, and follow'), run: (ctx) => scroll(ctx, Infinity) },
  { ...move('left', ['left'], 'Scroll to the left'), run: (ctx) => shift(ctx, -shiftColumns) },
  { ...move('right', ['right'], 'Scroll to the right'), run: (ctx) => shift(ctx, shiftColumns) },
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
];

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return { id: `scroll.${name}`, keys, where: 'log', section: 'Log', title, isEnabled: ({ selected }) => selected !== undefined };
}

function scroll(ctx: CommandContext, lines: number): void {
  setAnchor(ctx, scrollAnchor(ctx.ui.log.anchors.get(ctx.selected!.name), ctx.log, ctx.logRows, lines));
}

function toggleFollow(ctx: CommandContext): void {
  const seen = logWindow(ctx.ui.log.anchors.get(ctx.selected!.name), ctx.log, ctx.logRows);
  setAnchor(ctx, seen.following ? seen.from : undefined);
}

function setAnchor({ selected, dispatch }: CommandContext, anchor: number | undefined): void {
  dispatch({ type: 'log', change: { type: 'anchor', name: selected!.name, anchor } });
}

function halfPage({ logRows }: CommandContext): number {
  return Math.max(1, Math.floor(logRows / 2));
}

function shift({ dispatch }: CommandContext, columns: number): void {
  dispatch({ type: 'log', change: { type: 'shift', columns } });
}
