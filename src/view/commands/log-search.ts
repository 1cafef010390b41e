import { noSearch } from '../state/log.js';
import { openPrompt } from '../state/prompt.js';
import type { Command, CommandContext } from './command.js';
import { bookmarkStops, crashStops, currentSeq, goTo, nextStop, type Stops } from './go-to.js';
import { whileShown } from './log.js';
import { say } from './run.js';

const whileFound = {
  isEnabled: (ctx: CommandContext) => (ctx.pane()?.log.hits?.length ?? 0) > 0,
  refusal: ({ ui }: CommandContext) => (ui.log.search.text === '' ? 'no search yet; {log.find} starts one' : 'not found'),
} as const;

/** Searches of the log, and moves among their matches. */
export const logSearchCommands: readonly Command[] = [
  {
    ...command('find', ['/'], 'Find text or /expression/', 'searches the log'),
    footer: { label: 'find', priority: 54 },
    run: ({ dispatch }) => {
      dispatch({ type: 'log', change: { type: 'modes', change: { search: noSearch } } });
      dispatch({ type: 'prompt', prompt: openPrompt('log.search') });
    },
  },
  {
    ...command('find-next', ['n'], 'Next match', 'goes to the next match in the log'),
    ...whileFound,
    run: (ctx) => go(ctx, ctx.pane()?.log.hits, 1, 'find'),
  },
  {
    ...command('find-previous', ['N'], 'Previous match', 'goes to the previous match in the log'),
    ...whileFound,
    run: (ctx) => go(ctx, ctx.pane()?.log.hits, -1, 'find'),
  },
  {
    ...command('filter', ['&'], 'Filter lines by words, !not', 'filters the lines of the log'),
    footer: { label: 'filter', priority: 53 },
    run: (ctx) => ctx.dispatch({ type: 'prompt', prompt: openPrompt('log.filter', ctx.pane()!.view.filter) }),
  },
  {
    ...command('stderr', ['e'], 'Only stderr, or all streams', 'shows only stderr in the log'),
    run: (ctx) => {
      const { spec, view } = ctx.pane()!;
      const change = { stderrOnly: !view.stderrOnly };
      ctx.dispatch({ type: 'log', change: { type: 'view', key: spec.key, change } });
    },
  },
  {
    ...command('crash-before', ['['], 'Previous crash', 'goes to the previous crash in the log'),
    run: (ctx) => go(ctx, crashStops(ctx.pane()!), -1, 'crash'),
  },
  {
    ...command('crash-after', [']'], 'Next crash', 'goes to the next crash in the log'),
    run: (ctx) => go(ctx, crashStops(ctx.pane()!), 1, 'crash'),
  },
  { ...command('bookmark', ['m'], 'Set or remove a bookmark', 'sets a bookmark in the log'), run: toggleBookmark },
  {
    ...command('bookmark-next', ["'"], 'Next bookmark', 'goes to the next bookmark in the log'),
    run: (ctx) => go(ctx, bookmarkStops(ctx.pane()!, ctx.ui.log), 1, 'bookmark'),
  },
];

function command(name: string, keys: readonly string[], title: string, does: string): Omit<Command, 'run'> {
  return { id: `log.${name}`, keys, where: 'log', section: 'Log', title, does, ...whileShown };
}

const wrapWords = {
  find: ['search wrapped to the oldest match', 'search wrapped to the newest match'],
  crash: ['wrapped to the oldest crash', 'wrapped to the newest crash'],
  bookmark: ['wrapped to the oldest bookmark', 'wrapped to the newest bookmark'],
} as const;

const nothingThere = {
  find: 'not found',
  crash: 'no crash in the lines listed',
  bookmark: 'no bookmark here; {log.bookmark} sets one',
} as const;

function go(ctx: CommandContext, stops: Stops | undefined, step: 1 | -1, what: keyof typeof nothingThere): void {
  const pane = ctx.pane();
  const next = pane && stops && nextStop(pane, stops, step);
  if (next === undefined) {
    say(ctx, 'go', nothingThere[what], 'progress');
    return;
  }
  for (const action of goTo(pane!, next.seq)) ctx.dispatch(action);
  if (next.wrapped) say(ctx, 'go', step === 1 ? wrapWords[what][0] : wrapWords[what][1], 'dim');
}

function toggleBookmark(ctx: CommandContext): void {
  const pane = ctx.pane()!;
  const seq = currentSeq(pane);
  if (seq === undefined) return;
  ctx.dispatch({ type: 'log', change: { type: 'bookmark', ...pane.log.source.origin(seq) } });
}
