import type { LineList, LineSource } from '../log/line-source.js';
import type { PaneContext } from '../log/pane-context.js';
import { anchorShowing, logWindow } from '../log/window.js';
import type { LogChoices } from '../state/log.js';
import type { UiAction } from '../state/ui.js';
import { holdAt } from './log.js';

/** The lines of a pane on which the user can go from one to the next. */
export type Stops = Pick<LineList, 'length' | 'indexOf' | 'seqAt'>;

/** The line where the user is: the one that was gone to while it is in view, else the newest while it follows, else the top one. */
export function currentSeq({ view, room }: PaneContext): number | undefined {
  const { list } = room;
  if (list.length === 0) return undefined;
  const seen = logWindow(view.anchor, room);
  if (view.at !== undefined) {
    const index = list.indexOf(view.at);
    if (index >= seen.from && index < seen.to && list.seqAt(index) === view.at) return view.at;
  }
  return list.seqAt(seen.following ? list.length - 1 : seen.from);
}

/** What brings a listed line into view, and makes it the line where the user is. */
export function goTo(pane: PaneContext, seq: number): readonly UiAction[] {
  const { room, view, spec } = pane;
  return [
    holdAt(pane, anchorShowing(room.list.indexOf(seq), view.anchor, room)),
    { type: 'log', change: { type: 'view', key: spec.key, change: { at: seq } } },
  ];
}

/** The stop after the line where the user is, or the one before with a step of -1; beyond the last one it begins again. */
export function nextStop(
  pane: PaneContext,
  stops: Stops,
  step: 1 | -1,
): { readonly seq: number; readonly wrapped: boolean } | undefined {
  if (stops.length === 0) return undefined;
  const current = currentSeq(pane) ?? 0;
  const isOnIt = pane.view.at === current;
  const at = stops.indexOf(current);
  const isStop = at < stops.length && stops.seqAt(at) === current;
  // The line on top, or the newest, may be a stop to which nobody has gone yet.
  const index = step === 1 ? (isStop && isOnIt ? at + 1 : at) : isStop && !isOnIt ? at : at - 1;
  const wrapped = index < 0 || index >= stops.length;
  return { seq: stops.seqAt(wrapped ? (index < 0 ? stops.length - 1 : 0) : index), wrapped };
}

/** The stop nearest to what is in view: the last one in it, else the newest above, else the oldest below. */
export function nearestStop({ view, room }: PaneContext, stops: Stops): number | undefined {
  if (stops.length === 0) return undefined;
  const seen = logWindow(view.anchor, room);
  const end = seen.to < room.list.length ? room.list.seqAt(seen.to) : Infinity;
  const above = stops.indexOf(end) - 1;
  return stops.seqAt(Math.max(0, above));
}

/** The listed rules that say how a generation failed. */
export function crashStops({ log }: PaneContext): Stops {
  const { source, list } = log;
  const seqs: number[] = [];
  for (const block of source.blocks(0, source.nextSeq)) {
    if (block.note === 'crash') seqs.push(block.firstSeq);
  }
  return stopsOf(seqs, list);
}

/** The listed lines that have a bookmark. */
export function bookmarkStops({ log }: PaneContext, { bookmarks }: LogChoices): Stops {
  const seqs = [...bookmarks].flatMap(([name, marks]) => [...marks].flatMap((seq) => seqIn(log.source, name, seq)));
  return stopsOf(
    seqs.sort((one, other) => one - other),
    log.list,
  );
}

function seqIn(source: LineSource, name: string, seq: number): readonly number[] {
  const own = source.seqOf({ name, seq });
  return own === undefined ? [] : [own];
}

function stopsOf(seqs: readonly number[], list: LineList): Stops {
  const listed = seqs.filter((seq) => {
    const index = list.indexOf(seq);
    return index < list.length && list.seqAt(index) === seq;
  });
  return {
    length: listed.length,
    indexOf: (seq) => listed.filter((each) => each < seq).length,
    seqAt: (index) => listed[index]!,
  };
}
