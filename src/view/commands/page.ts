import { cursorMoved, scrolled } from '../state/page.js';
import type { Command, CommandContext } from './command.js';

/** How the pages over the panes are scrolled. */
export const pageCommands: readonly Command[] = [
  { ...move('up', ['k', 'up'], 'Scroll up'), footer: footer('up'), run: (ctx) => scrollPage(ctx, -1) },
  { ...move('down', ['j', 'down'], 'Scroll down'), footer: footer('down'), run: (ctx) => scrollPage(ctx, 1) },
  { ...move('page-up', ['pageup', 'ctrl+u'], 'One page up'), run: (ctx) => scrollPage(ctx, -rowsOf(ctx)) },
  { ...move('page-down', ['pagedown', 'ctrl+d'], 'One page down'), run: (ctx) => scrollPage(ctx, rowsOf(ctx)) },
  { ...move('first', ['g', 'home'], 'To the top'), run: (ctx) => scrollPage(ctx, Number.NEGATIVE_INFINITY) },
  { ...move('last', ['G', 'end'], 'To the bottom'), run: (ctx) => scrollPage(ctx, Number.POSITIVE_INFINITY) },
];

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return {
    id: `page.${name}`,
    keys,
    where: 'page',
    section: 'Pages',
    title,
    keyOnly: true,
    isEnabled: ({ page }) => page !== undefined && (page.overflow > 0 || page.cursor !== undefined),
  };
}

function footer(label: string): NonNullable<Command['footer']> {
  return { label, priority: 50 };
}

function rowsOf({ page }: CommandContext): number {
  return page?.rows ?? 1;
}

/** Scrolls the page that lies over the panes, down where positive, or moves its cursor; for the wheel too. */
export function scrollPage({ ui, page, dispatch }: CommandContext, lines: number): void {
  const { overlay } = ui;
  if (page === undefined || !('top' in overlay)) return;
  const move = page.cursor === undefined ? scrolled : cursorMoved;
  dispatch({ type: 'overlay', overlay: { ...overlay, ...move(page, lines, overlay.name === 'events') } });
}
