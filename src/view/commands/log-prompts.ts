import { savedText } from '../log/export.js';
import { hitWords } from '../log/title.js';
import { noSearch, type Search } from '../state/log.js';
import { formatCount } from '../text/times.js';
import type { CommandContext, PromptUse } from './command.js';

/** The search through a log; it goes to what it finds while it is typed. */
export const logSearchPrompt: PromptUse = {
  label: '/',
  hint: (ctx, text) => {
    const { log, view } = ctx.pane() ?? {};
    if (text === '' || log === undefined) return 'text, or /expression/';
    if (log.problems.search !== undefined) return log.problems.search;
    const { hits } = log;
    if (hits === undefined) return '';
    if (!hits.isComplete) return `searching, ${Math.floor(hits.progress * 100)} %`;
    return hitWords({ at: hitNumber(hits, view?.at), count: hits.length });
  },
  change: (ctx, text) => {
    const { before, text: last } = ctx.ui.log.search;
    const start = last === '' ? ctx.pane()?.view.anchor : before;
    search(ctx, { text, isSeeking: text !== '', before: start });
  },
  accept: (ctx, text) => {
    if (text === '') search(ctx, noSearch);
  },
  cancel: (ctx) => {
    const pane = ctx.pane();
    const { before, text } = ctx.ui.log.search;
    search(ctx, noSearch);
    if (pane === undefined || text === '') return;
    const change = { anchor: before, at: undefined };
    ctx.dispatch({ type: 'log', change: { type: 'view', key: pane.spec.key, change } });
  },
};

/** The filter of a log. */
export const logFilterPrompt: PromptUse = {
  label: '&',
  hint: (ctx, text) => {
    const log = ctx.pane()?.log;
    if (text.trim() === '' || log === undefined) return 'words that lines have, !not, /expression/';
    return log.problems.filter ?? `${formatCount(log.list.length)} of ${formatCount(log.source.length)}`;
  },
  change: filter,
  cancel: (ctx) => filter(ctx, ''),
};

/** Where the lines that are listed are saved. */
export const logSavePrompt: PromptUse = {
  label: 'save to: ',
  hint: (ctx) => `${formatCount(ctx.pane()?.log.list.length ?? 0)} lines`,
  accept: (ctx, path) => {
    const pane = ctx.pane();
    if (pane !== undefined && path.trim() !== '') ctx.save(path.trim(), savedText(pane));
  },
};

/** Which of the hits a line is, counted from 1; undefined where it is none. */
export function hitNumber(
  hits: { indexOf(seq: number): number; seqAt(index: number): number; length: number },
  at: number | undefined,
): number | undefined {
  if (at === undefined) return undefined;
  const index = hits.indexOf(at);
  return index < hits.length && hits.seqAt(index) === at ? index + 1 : undefined;
}

function search({ dispatch }: CommandContext, wanted: Search): void {
  dispatch({ type: 'log', change: { type: 'modes', change: { search: wanted } } });
}

function filter(ctx: CommandContext, text: string): void {
  const pane = ctx.pane();
  if (pane === undefined) return;
  ctx.dispatch({ type: 'log', change: { type: 'view', key: pane.spec.key, change: { filter: text } } });
}
