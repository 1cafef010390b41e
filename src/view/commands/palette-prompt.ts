import { openPrompt } from '../state/prompt.js';
import { overlayBelow, overPage } from '../state/ui.js';
import { viewportAround } from '../text/viewport.js';
import type { Command, CommandContext, PromptUse } from './command.js';
import { paletteEntries, paletteMatches, runEntry } from './palette.js';
import { closeOverlay } from './run.js';

/** The key that opens the palette. */
export const paletteCommands: readonly Command[] = [
  {
    id: 'palette.open',
    keys: [':', 'ctrl+p'],
    where: 'reading',
    section: 'General',
    title: 'Find a command or a process',
    keyOnly: true,
    footer: { label: 'commands', priority: 40 },
    run: ({ ui, dispatch }) => {
      dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'palette', at: 0 }) });
      dispatch({ type: 'prompt', prompt: openPrompt('palette') });
    },
  },
];

/** What typing into the palette does. */
export const palettePrompt: PromptUse = {
  label: ':',
  hint: (ctx, text) => {
    const { length } = paletteMatches(paletteEntries(ctx), text);
    return text === '' ? 'a process, or a command' : `${length} found`;
  },
  change: (ctx) => setAt(ctx, 0),
  accept: (ctx, text) => {
    const match = paletteMatches(paletteEntries(ctx), text)[atOf(ctx)];
    closeOverlay(ctx);
    const ui = { ...ctx.ui, prompt: undefined, overlay: overlayBelow(ctx.ui.overlay) };
    if (match !== undefined) runEntry(match.entry, { ...ctx, ui });
  },
  cancel: closeOverlay,
  keys: {
    up: (ctx, text) => move(ctx, text, -1),
    down: (ctx, text) => move(ctx, text, 1),
    'ctrl+p': (ctx, text) => move(ctx, text, -1),
    'ctrl+n': (ctx, text) => move(ctx, text, 1),
    pageup: (ctx, text) => move(ctx, text, -10),
    pagedown: (ctx, text) => move(ctx, text, 10),
    tab: (ctx, text) => move(ctx, text, 1),
  },
};

/** Goes to the entry in a line of the palette that is seen. Returns whether there is one. */
export function choosePaletteLine(ctx: CommandContext, line: number): boolean {
  const { length } = paletteMatches(paletteEntries(ctx), ctx.ui.prompt?.text ?? '');
  const at = viewportAround(atOf(ctx), length, ctx.page?.rows ?? 1).from + line;
  if (at < length) setAt(ctx, at);
  return at < length;
}

function atOf({ ui: { overlay } }: CommandContext): number {
  return overlay.name === 'palette' ? overlay.at : 0;
}

function move(ctx: CommandContext, text: string, by: number): void {
  const last = paletteMatches(paletteEntries(ctx), text).length - 1;
  setAt(ctx, Math.max(0, Math.min(atOf(ctx) + by, last)));
}

function setAt({ ui: { overlay }, dispatch }: CommandContext, at: number): void {
  if (overlay.name === 'palette') dispatch({ type: 'overlay', overlay: { ...overlay, at } });
}
