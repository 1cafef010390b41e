import { openPrompt } from '../state/prompt.js';
import { overPage } from '../state/ui.js';
import type { Command } from './command.js';
import { closePage } from './run-command.js';

/** What happened, as a page. */
export const eventsCommands: readonly Command[] = [
  {
    id: 'events.open',
    keys: ['E'],
    where: 'anywhere',
    section: 'General',
    title: 'What happened',
    run: ({ ui, dispatch }) =>
      dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'events', filter: '', top: Number.POSITIVE_INFINITY }) }),
  },
  {
    id: 'events.filter',
    keys: ['/'],
    where: 'events',
    section: 'Help',
    title: 'Only events with these words',
    footer: { label: 'filter', priority: 60 },
    run: ({ ui, dispatch }) =>
      dispatch({ type: 'prompt', prompt: openPrompt('events.filter', ui.overlay.name === 'events' ? ui.overlay.filter : '') }),
  },
  {
    id: 'events.close',
    keys: ['escape', 'E'],
    where: 'events',
    section: 'Help',
    title: 'Close the events',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
];
