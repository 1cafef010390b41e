import type { Anchor } from '../state/log.js';
import type { LineList } from './line-source.js';

/** Lines and the room that shows a part of them. */
export interface LogViewport {
  readonly list: LineList;
  /** Rows on the screen. */
  readonly height: number;
  /** How many rows the line at an index takes; undefined where each takes one. */
  readonly rowsOf: ((index: number) => number) | undefined;
}

/** The lines of a list that are seen, `from <= index < to`; of the first one not its first `skip` rows. */
export interface LogWindow {
  readonly from: number;
  readonly skip: number;
  readonly to: number;
  /** True while the newest line is at the bottom and stays there. */
  readonly following: boolean;
  /** Lines below the window. */
  readonly newer: number;
}

interface Top {
  readonly index: number;
  readonly row: number;
}

/**
 * The part of the lines that the room shows.
 * @param anchor what is at the top, or undefined to follow the end
 */
export function logWindow(anchor: Anchor | undefined, room: LogViewport): LogWindow {
  const { list } = room;
  const end = endTop(room);
  const held = anchor && topOf(anchor, list);
  const following = held === undefined || held.index >= list.length;
  // Where more room came below the last line, what is above fills it.
  const top = following || isBefore(end, held) ? end : held;
  const to = endOf(top, room);
  return { from: top.index, skip: top.row, to, following, newer: following ? 0 : list.length - to };
}

/** The anchor after scrolling by `rows`, down where positive; undefined, which is following, once the end is in view. */
export function scrollAnchor(anchor: Anchor | undefined, room: LogViewport, rows: number): Anchor | undefined {
  const { from, skip } = logWindow(anchor, room);
  return anchorAt(moved({ index: from, row: skip }, room, rows), room);
}

/** The anchor that holds what a window shows. */
export function anchorOf({ from, skip }: LogWindow, { list }: LogViewport): Anchor | undefined {
  return from < list.length ? { seq: list.seqAt(from), row: skip } : undefined;
}

/** The anchor that holds the line at `index` in view: what is seen now where that has it whole, else with it a third down. */
export function anchorShowing(index: number, anchor: Anchor | undefined, room: LogViewport): Anchor | undefined {
  const seen = logWindow(anchor, room);
  if (index >= seen.from + (seen.skip > 0 ? 1 : 0) && index < seen.to) return anchorOf(seen, room);
  const top = moved({ index, row: 0 }, room, -Math.floor(room.height / 3));
  const end = endTop(room);
  const { index: from, row } = isBefore(top, end) ? top : end;
  return { seq: room.list.seqAt(from), row };
}

/** The anchor from which the line at `index` is seen with the least scrolling; held in any case. */
export function anchorReaching(index: number, anchor: Anchor | undefined, room: LogViewport): Anchor | undefined {
  const seen = logWindow(anchor, room);
  if (index < seen.from || (index === seen.from && seen.skip > 0)) return { seq: room.list.seqAt(index), row: 0 };
  if (index < seen.to) return anchorOf(seen, room);
  const { index: from, row } = moved({ index, row: (room.rowsOf?.(index) ?? 1) - 1 }, room, 1 - room.height);
  return { seq: room.list.seqAt(from), row };
}

/** Following where the end is in view from there. */
function anchorAt(top: Top, room: LogViewport): Anchor | undefined {
  return isBefore(top, endTop(room)) ? { seq: room.list.seqAt(top.index), row: top.row } : undefined;
}

function topOf({ seq, row }: Anchor, list: LineList): Top {
  const index = list.indexOf(seq);
  return { index, row: index < list.length && list.seqAt(index) === seq ? row : 0 };
}

/** Where the top is while the end is followed. */
function endTop({ list, height, rowsOf }: LogViewport): Top {
  if (rowsOf === undefined) return { index: Math.max(0, list.length - height), row: 0 };
  let left = height;
  for (let index = list.length - 1; index >= 0; index--) {
    const rows = rowsOf(index);
    if (rows >= left) return { index, row: rows - left };
    left -= rows;
  }
  return { index: 0, row: 0 };
}

/** One past the last line that is seen from a top on. */
function endOf({ index, row }: Top, { list, height, rowsOf }: LogViewport): number {
  if (rowsOf === undefined) return Math.min(index + height, list.length);
  let at = index;
  for (let left = height + row; left > 0 && at < list.length; at++) left -= rowsOf(at);
  return at;
}

function moved(from: Top, { list, rowsOf }: LogViewport, rows: number): Top {
  const last = Math.max(0, list.length - 1);
  if (rowsOf === undefined || !Number.isFinite(rows)) {
    return { index: Math.max(0, Math.min(from.index + rows, last)), row: rows < 0 || from.index + rows <= last ? 0 : Infinity };
  }
  let { index } = from;
  let row = from.row + rows;
  while (row < 0 && index > 0) {
    index -= 1;
    row += rowsOf(index);
  }
  for (let taken = rowsOf(index); row >= taken && index < last; taken = rowsOf(index)) {
    row -= taken;
    index += 1;
  }
  return { index, row: Math.max(0, row) };
}

function isBefore(one: Top, other: Top): boolean {
  return one.index < other.index || (one.index === other.index && one.row < other.row);
}
