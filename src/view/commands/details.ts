import { overPage } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';
import { closePage } from './run-command.js';

/** All that is known of the selected process, and how it died. */
export const detailsCommands: readonly Command[] = [
  { ...opening('details.open', ['i', 'f3'], 'anywhere'), footer: { label: 'details', priority: 58 } },
  opening('details.enter', ['return'], 'table'),
  {
    id: 'details.older-crash',
    keys: ['['],
    where: 'details',
    section: 'Details',
    title: 'The crash before',
    footer: { label: 'older crash', priority: 80 },
    isEnabled: (ctx) => cardBeside(ctx, -1) !== undefined,
    run: (ctx) => showCard(ctx, cardBeside(ctx, -1)),
  },
  {
    id: 'details.newer-crash',
    keys: [']'],
    where: 'details',
    section: 'Details',
    title: 'The crash after',
    footer: { label: 'newer crash', priority: 75 },
    isEnabled: (ctx) => cardBeside(ctx, 1) !== undefined,
    run: (ctx) => showCard(ctx, cardBeside(ctx, 1)),
  },
  {
    id: 'details.back',
    keys: ['escape', 'i', 'f3'],
    where: 'details',
    section: 'Details',
    title: 'Back',
    footer: { label: 'back', priority: 100 },
    run: (ctx) => {
      const { overlay } = ctx.ui;
      if (overlay.name === 'details' && overlay.card !== undefined) showCard(ctx, undefined);
      else closePage(ctx);
    },
  },
];

function opening(id: string, keys: readonly string[], where: 'anywhere' | 'table'): Command {
  return {
    id,
    keys,
    where,
    section: where === 'table' ? 'Table' : 'Processes',
    title: 'Its details and crashes',
    isEnabled: ({ selected }) => selected !== undefined,
    run: ({ ui, selected, dispatch }) =>
      dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'details', process: selected!.name, card: undefined, top: 0 }) }),
  };
}

/** The card before or after the one that is shown; from the process itself both lead to the newest. */
function cardBeside({ ui: { overlay }, crashes }: CommandContext, step: -1 | 1): number | undefined {
  if (overlay.name !== 'details') return undefined;
  const cards = crashes(overlay.process);
  const at = cards.findIndex(({ id }) => id === overlay.card);
  return (at === -1 ? cards.at(-1) : cards[at + step])?.id;
}

function showCard({ ui: { overlay }, dispatch }: CommandContext, card: number | undefined): void {
  if (overlay.name === 'details') dispatch({ type: 'overlay', overlay: { ...overlay, card, top: 0, anchor: undefined } });
}
