import type { LineSelection } from './log.js';

/** Columns of a text, `from <= column < to`. */
export interface Columns {
  readonly from: number;
  readonly to: number;
}

/** Whether a line is selected, whole or in part. */
export function isSelected({ from, to }: LineSelection, seq: number): boolean {
  return seq >= Math.min(from, to) && seq <= Math.max(from, to);
}

/** The columns of a selected line that are selected, up to Infinity; undefined where whole lines are. */
export function selectedColumns(selection: LineSelection, seq: number): Columns | undefined {
  const { columns } = selection;
  if (columns === undefined) return undefined;
  const isDown = selection.from < selection.to || (selection.from === selection.to && columns.from <= columns.to);
  const first = isDown ? { seq: selection.from, column: columns.from } : { seq: selection.to, column: columns.to };
  const last = isDown ? { seq: selection.to, column: columns.to } : { seq: selection.from, column: columns.from };
  return { from: seq === first.seq ? first.column : 0, to: seq === last.seq ? last.column + 1 : Infinity };
}
