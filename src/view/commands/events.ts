import type { LogReader } from '../../supervisor/log/line.js';
import { mainKey } from '../log/panes.js';
import { selectedKey } from '../state/page.js';
import { openPrompt } from '../state/prompt.js';
import { overPage } from '../state/ui.js';
import type { Command, CommandContext } from './command.js';
import { closePage } from './run.js';
import { focusProcess } from './target-members.js';

/** What happened, as a page. */
export const eventsCommands: readonly Command[] = [
  {
    id: 'events.open',
    keys: ['E'],
    where: 'reading',
    except: 'events',
    section: 'General',
    title: 'Events',
    run: ({ ui, dispatch }) =>
      dispatch({ type: 'overlay', overlay: overPage(ui, { name: 'events', filter: '', top: Number.POSITIVE_INFINITY }) }),
  },
  {
    id: 'events.filter',
    keys: ['/'],
    where: 'events',
    section: 'Pages',
    title: 'Filter the events by words',
    footer: { label: 'filter', priority: 60 },
    run: ({ ui, dispatch }) =>
      dispatch({ type: 'prompt', prompt: openPrompt('events.filter', ui.overlay.name === 'events' ? ui.overlay.filter : '') }),
  },
  {
    id: 'events.go',
    keys: ['return'],
    where: 'events',
    section: 'Pages',
    title: 'Go to the log at this event',
    keyOnly: true,
    footer: { label: 'to the log', priority: 70 },
    isEnabled: (ctx) => focusProcess(ctx) !== undefined,
    refusal: () => 'this event belongs to no process; there is no log to go to',
    run: goToLog,
  },
  {
    id: 'events.close',
    keys: ['escape', 'E'],
    where: 'events',
    section: 'Pages',
    title: 'Close the events',
    footer: { label: 'close', priority: 100 },
    run: closePage,
  },
];

/** Lines that are seen before the one that was gone to. */
const linesBefore = 3;

/** Shows the log of the event's process where it was at the moment of the event. */
function goToLog(ctx: CommandContext): void {
  const { name } = focusProcess(ctx)!;
  const key = selectedKey(ctx.page);
  const record = ctx.events().find(({ seq }) => String(seq) === key);
  const reader = ctx.log(name);
  const seq = record && lineAt(reader, record.at);
  const anchor = seq === undefined ? undefined : { seq: Math.max(reader.firstSeq, seq - linesBefore), row: 0 };
  ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
  ctx.dispatch({ type: 'select', name });
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: { merged: false, pane: 0 } } });
  ctx.dispatch({
    type: 'log',
    change: {
      type: 'view',
      key: mainKey(name),
      change: { anchor, heldFrom: reader.nextSeq, at: seq, filter: '', stderrOnly: false, clearedTo: 0 },
    },
  });
  ctx.dispatch({ type: 'focus', pane: 'log' });
}

/** The first line that came at a moment or after it, else the last; undefined where none is at hand. */
function lineAt(reader: LogReader, at: number): number | undefined {
  let [from, to] = [reader.firstSeq, reader.nextSeq];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const [line] = reader.slice(middle, middle + 1);
    if (line === undefined) return undefined;
    if (line.time < at) from = middle + 1;
    else to = middle;
  }
  return reader.nextSeq === reader.firstSeq ? undefined : Math.min(from, reader.nextSeq - 1);
}
