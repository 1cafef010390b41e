import { overPage } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';
import { closePage } from './run.js';
import { meaningFocus } from './target-members.js';

/** All that is known of the selected process, and how it died. */
export const detailsCommands: readonly Command[] = [
  {
    ...opening('details.open', ['i', 'f3'], 'reading'),
    except: 'details',
    footer: { label: 'details', priority: 58, isOffered: ({ ui }) => !isReading(ui.overlay.name) },
  },
  opening('details.enter', ['return'], 'table'),
  {
    id: 'details.older-crash',
    keys: ['['],
    where: 'details',
    section: 'Details',
    title: 'The crash before',
    footer: { label: (ctx) => (isCardOpen(ctx) ? 'older crash' : 'newest crash'), priority: 80 },
    isEnabled: (ctx) => cardBeside(ctx, -1) !== undefined,
    refusal: noCard,
    run: (ctx) => showCard(ctx, cardBeside(ctx, -1)),
  },
  {
    id: 'details.newer-crash',
    keys: [']'],
    where: 'details',
    section: 'Details',
    title: 'The crash after',
    footer: { label: 'newer crash', priority: 75, isOffered: isCardOpen },
    isEnabled: (ctx) => cardBeside(ctx, 1) !== undefined,
    refusal: noCard,
    run: (ctx) => showCard(ctx, cardBeside(ctx, 1)),
  },
  { ...beside('details.next', ['J'], 'The next process'), run: (ctx) => showBeside(ctx, 1) },
  { ...beside('details.previous', ['K'], 'The process before'), run: (ctx) => showBeside(ctx, -1) },
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

/** Where the page that is open is about no process. */
function isReading(name: string): boolean {
  return name === 'help' || name === 'problem';
}

function opening(id: string, keys: readonly string[], where: 'reading' | 'table'): Command {
  return {
    id,
    keys,
    where,
    section: where === 'table' ? 'Table' : 'Processes',
    title: 'Details and crashes',
    does: 'opens the details of a process',
    isEnabled: (ctx) => meaningFocus(ctx).selected !== undefined,
    refusal: ({ ui }) => (ui.overlay.name === 'events' ? 'this event belongs to no process' : 'no process is selected'),
    run: (ctx) => {
      const process = meaningFocus(ctx).selected!.name;
      ctx.dispatch({ type: 'overlay', overlay: overPage(ctx.ui, { name: 'details', process, card: undefined, top: 0 }) });
    },
  };
}

function beside(id: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return { id, keys, where: 'details', section: 'Details', title, isEnabled: ({ listed }) => listed.length > 0 };
}

/** Shows the details of the process before or after this one, in the order of the table; from the last one on with the first. */
function showBeside({ ui: { overlay }, listed, dispatch }: CommandContext, step: 1 | -1): void {
  if (overlay.name !== 'details') return;
  const at = listed.findIndex(({ name }) => name === overlay.process);
  const process = listed[(at + step + listed.length) % listed.length]!.name;
  dispatch({ type: 'overlay', overlay: { ...overlay, process, card: undefined, top: 0, anchor: undefined } });
  dispatch({ type: 'select', name: process });
}

function isCardOpen({ ui: { overlay } }: CommandContext): boolean {
  return overlay.name === 'details' && overlay.card !== undefined;
}

function noCard(ctx: CommandContext): string {
  return isCardOpen(ctx) ? 'no other crash in this direction' : 'no crashes yet';
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
