import type { PromptSubject } from '../state/prompt.js';
import type { CommandContext, PromptUse } from './command.js';
import { logFilterPrompt, logSavePrompt, logSearchPrompt } from './log-prompts.js';
import { palettePrompt } from './palette-prompt.js';

/** What each prompt is labelled with, and what typing into it does. */
export const promptUses: Readonly<Record<PromptSubject, PromptUse>> = {
  'table.filter': {
    label: '/',
    hint: ({ listed, processes }, text) =>
      text === '' ? 'words to filter the rows by' : `${listed.length} of ${processes.length}`,
    change: (ctx, words) => ctx.dispatch({ type: 'table', change: { type: 'filter', words } }),
    cancel: (ctx) => ctx.dispatch({ type: 'table', change: { type: 'filter', words: '' } }),
  },
  'events.filter': {
    label: '/',
    hint: (_, text) => (text === '' ? 'words to filter the events by' : ''),
    change: filterEventsBy,
    cancel: (ctx) => filterEventsBy(ctx, ''),
  },
  'help.search': {
    label: '/',
    hint: (_, text) => (text === '' ? 'words to search the help for' : ''),
    change: searchHelp,
    cancel: (ctx) => searchHelp(ctx, ''),
  },
  palette: palettePrompt,
  'log.search': logSearchPrompt,
  'log.filter': logFilterPrompt,
  'log.save': logSavePrompt,
};

function searchHelp({ ui: { overlay }, dispatch }: CommandContext, words: string): void {
  if (overlay.name === 'help') dispatch({ type: 'overlay', overlay: { ...overlay, words, top: 0 } });
}

function filterEventsBy({ ui: { overlay }, dispatch }: CommandContext, words: string): void {
  if (overlay.name !== 'events') return;
  dispatch({ type: 'overlay', overlay: { ...overlay, filter: words, top: Number.POSITIVE_INFINITY, anchor: undefined } });
}
