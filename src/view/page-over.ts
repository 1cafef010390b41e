import type { CommandContext } from './command.js';
import { graphPage } from './graph-page.js';
import { helpPage } from './help-page.js';
import { problemPage } from './news-toasts.js';
import { paletteEntries, paletteMatches, palettePage } from './palette.js';
import type { Line } from './span.js';

/** The lines of the page that lies over the panes, all `width` cells wide; undefined where none does. */
export function pageOver(ctx: CommandContext, width: number, height: number): readonly Line[] | undefined {
  const { ui, processes } = ctx;
  const { overlay } = ui;
  switch (overlay.name) {
    case 'none':
    case 'question':
      return undefined;
    case 'help':
      return helpPage(ctx, overlay.words, width);
    case 'graph':
      return graphPage(processes, width);
    case 'palette':
      return palettePage(paletteMatches(paletteEntries(ctx), ui.prompt?.text ?? ''), overlay.at, width, height);
    case 'problem':
      return problemPage(overlay.text, width);
  }
}
