import type { LineSelection, LogChoices } from '../state/log.js';
import { cellWidth } from '../text/cell-slice.js';
import { gutterWidth, hasGutter, type PaneContext } from './pane-context.js';
import { logWindow } from './window.js';
import { wrapRows } from './wrap.js';

/** A character of a line: the column counts the cells of the whole line, as if it were neither wrapped nor shifted. */
export interface LinePlace {
  readonly seq: number;
  readonly column: number;
}

/**
 * What is in a pane at a row and column, both from 0 and from its first line of text and its gutter on; outside of it, what
 * is nearest. Undefined where the pane lists nothing.
 */
export function placeAt(pane: PaneContext, choices: LogChoices, row: number, column: number): LinePlace | undefined {
  const { room, log, view, spec, textWidth } = pane;
  const seen = logWindow(view.anchor, room);
  const across = Math.max(0, Math.min(column - (hasGutter(spec, choices) ? gutterWidth : 0), textWidth - 1));
  let left = Math.max(0, Math.min(row, room.height - 1)) + seen.skip;
  for (const [index, line] of room.list.lines(seen.from, seen.to).entries()) {
    const { head, body } = log.rows.textOf(line);
    const rows = choices.wrap ? wrapRows(head + body, textWidth) : [head + body];
    const isLast = seen.from + index === seen.to - 1;
    if (left >= rows.length && !isLast) {
      left -= rows.length;
      continue;
    }
    const at = Math.min(left, rows.length - 1);
    const before = rows.slice(0, at).reduce((cells, each) => cells + cellWidth(each), 0);
    return { seq: line.seq, column: before + across + (choices.wrap ? 0 : choices.offset) };
  }
  return undefined;
}

/** The selection that a drag makes from one place to another in a pane. */
export function dragSelection({ spec }: PaneContext, from: LinePlace, to: LinePlace): LineSelection {
  return { key: spec.key, from: from.seq, to: to.seq, columns: { from: from.column, to: to.column } };
}
