import { type CountName, countOf, needsEyes } from '../state/counts.js';
import type { Scroll } from '../text/viewport.js';
import { rowKey, type TableRow } from './rows.js';

/** The room for the rows of a table. */
interface RowRoom {
  /** Rows for them. */
  readonly height: number;
  readonly isSmall: boolean;
  /** Rows that the wheel has scrolled. */
  readonly scrolled: number;
}

/**
 * The rows that a table shows where it has no room for all. First the groups in which nothing needs to be seen fold to their
 * headings, that of the selected row excepted. On a small terminal only what is in trouble and the selected row are sure of their
 * places then, and the others scroll through what is left. What still has no room is scrolled.
 * @param scroll which of the others are seen
 */
export function fittedRows(
  rows: readonly TableRow[],
  selected: TableRow | undefined,
  { height, isSmall, scrolled }: RowRoom,
  scroll: Scroll,
): readonly TableRow[] {
  if (rows.length <= height) return rows;
  const folded = withFoldedGroups(rows, selected);
  if (!isSmall || folded.length <= height) return folded;
  if (!folded.some((row) => row !== selected && row.kind === 'process' && needsEyes(row.process))) return folded;
  const isSure = sureRows(folded, selected, height);
  const others = folded.filter((row) => !isSure(row));
  const left = Math.max(0, height - (folded.length - others.length));
  const before = selected === undefined ? -1 : folded.slice(0, folded.indexOf(selected)).filter((row) => !isSure(row)).length;
  const at = Math.min(before, others.length - 1);
  const { from, to } = scroll.viewport(selected && rowKey(selected), at, others.length, left, scrolled);
  const seen = new Set(others.slice(from, to));
  return folded.filter((row) => isSure(row) || seen.has(row));
}

/**
 * Which rows are sure of their places: the selected one and those in trouble. Where that is too many, what is blocked gives way first,
 * since what it is blocked by says more, then what is tried again; where it still is, those that fail are scrolled.
 */
function sureRows(rows: readonly TableRow[], selected: TableRow | undefined, height: number): (row: TableRow) => boolean {
  const kinds = [['failing', 'retrying', 'blocked'], ['failing', 'retrying'], ['failing']] as const;
  const tests = kinds.map((names: readonly CountName[]) => (row: TableRow): boolean => {
    return row === selected || (row.kind === 'process' && needsEyes(row.process) && names.includes(countOf(row.process)));
  });
  return tests.find((isSure) => rows.filter(isSure).length <= height) ?? tests.at(-1)!;
}

function withFoldedGroups(rows: readonly TableRow[], selected: TableRow | undefined): readonly TableRow[] {
  const selectedGroup = selected?.kind === 'group' ? selected.group : selected?.process.group;
  const open = new Set(
    rows.flatMap((row) => {
      if (row.kind !== 'group') return [];
      return row.group === selectedGroup || row.members.some(needsEyes) ? [row.group] : [];
    }),
  );
  return rows.flatMap((row): readonly TableRow[] => {
    if (row.kind === 'group') return [open.has(row.group) ? row : { ...row, isFolded: true }];
    return row.process.group === null || open.has(row.process.group) ? [row] : [];
  });
}
