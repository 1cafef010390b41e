import type { PromptSubject } from '../state/prompt.js';
import type { CommandContext } from './command.js';
import { logFilterPrompt, logSavePrompt, logSearchPrompt } from './log-prompts.js';
import { palettePrompt } from './palette-commands.js';

/** What a prompt is for, and what becomes of what is typed into it. */
export interface PromptUse {
  /** Stands before the text: "/", "save to: ". */
  readonly label: string;
  /** What is said at the right end: how much was found, what is wrong with the text. */
  readonly hint?: (ctx: CommandContext, text: string) => string;
  /** Called with every change. */
  readonly change?: (ctx: CommandContext, text: string) => void;
  /** Called at Enter, after the prompt is closed. */
  readonly accept?: (ctx: CommandContext, text: string) => void;
  /** Called at Esc, after the prompt is closed. */
  readonly cancel?: (ctx: CommandContext) => void;
  /** Chords that do something here beside changing the text. */
  readonly keys?: Readonly<Record<string, (ctx: CommandContext, text: string) => void>>;
}

/** Every prompt. */
export const promptUses: Readonly<Record<PromptSubject, PromptUse>> = {
  'table.filter': {
    label: '/',
    hint: ({ listed, processes }, text) =>
      text === '' ? 'words to look for in the rows' : `${listed.length} of ${processes.length}`,
    change: (ctx, words) => ctx.dispatch({ type: 'table', change: { type: 'filter', words } }),
    cancel: (ctx) => ctx.dispatch({ type: 'table', change: { type: 'filter', words: '' } }),
  },
  'events.filter': {
    label: '/',
    hint: (_, text) => (text === '' ? 'words to look for in the events' : ''),
    change: filterEventsBy,
    cancel: (ctx) => filterEventsBy(ctx, ''),
  },
  'help.search': {
    label: '/',
    hint: (_, text) => (text === '' ? 'words to look for in the help' : ''),
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

function filterEventsBy({ dispatch }: CommandContext, words: string): void {
  dispatch({ type: 'overlay', overlay: { name: 'events', filter: words, top: Number.POSITIVE_INFINITY } });
}
