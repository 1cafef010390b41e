import type { CommandContext } from '../commands/command.js';
import { paletteEntries, paletteMatches, palettePage } from '../commands/palette.js';
import { detailsPage } from '../pages/details.js';
import { eventsPage } from '../pages/events.js';
import { graphPage } from '../pages/graph.js';
import { timingPage } from '../pages/timing.js';
import { type PageView, pageView } from '../state/page.js';
import type { DashboardSource } from '../state/source.js';
import { seenOverlay } from '../state/ui.js';
import type { Line } from '../text/span.js';
import { helpPage, helpView } from './help-page.js';
import { problemPage } from './news-toasts.js';

/** What a page is drawn from beside what commands know, and how large it is. */
export interface PageArea {
  readonly source: Pick<DashboardSource, 'details' | 'crashes' | 'events' | 'timing'>;
  /** Milliseconds since 1970. */
  readonly wall: number;
  readonly width: number;
  readonly height: number;
}

/** The page that lies over the panes, all its lines `width` cells wide; undefined where none does. */
export function pageOver(before: Omit<CommandContext, 'page'>, room: PageArea): PageView | undefined {
  const ctx: CommandContext = { ...before, page: undefined };
  const { ui, processes, now } = ctx;
  const overlay = seenOverlay(ui.overlay);
  const { source, wall, width, height } = room;
  const plain = (lines: readonly Line[], top: number): PageView => pageView({ head: [], lines }, { top }, height);
  switch (overlay.name) {
    case 'none':
    case 'sort':
    case 'target':
    case 'action':
    case 'signal':
    case 'question':
      return undefined;
    case 'help':
      return helpView(helpPage(ctx, overlay.words, width), overlay.top, height, width);
    case 'graph':
      return pageView(graphPage(processes, { now, wall }, width), overlay, height);
    case 'timing':
      return pageView(timingPage(source.timing(), width), overlay, height);
    case 'palette': {
      const matches = paletteMatches(paletteEntries(ctx), ui.prompt?.text ?? '');
      return plain(palettePage(matches, overlay.at, width, height), 0);
    }
    case 'problem':
      return plain(problemPage(overlay.problem, width), overlay.top);
    case 'details': {
      const { process: name, card } = overlay;
      const facts = {
        name,
        processes,
        details: source.details(name),
        crashes: source.crashes(name),
        card,
        now,
        wall,
        cardsHint: ctx.keymap.say('{details.older-crash} and {details.newer-crash} show each'),
      };
      return pageView(detailsPage(facts, width), overlay, height);
    }
    case 'events': {
      const { filter, top } = overlay;
      const facts = {
        records: source.events(),
        filter,
        following: top === Number.POSITIVE_INFINITY,
        wall,
        followHint: ctx.keymap.say('{page.last} follows'),
      };
      return pageView(eventsPage(facts, width), overlay, height);
    }
  }
}
