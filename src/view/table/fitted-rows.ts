import { needsEyes } from '../state/counts.js';
import type { TableRow } from './rows.js';

/**
 * The rows that a table shows where it has no room for all. First the groups in which nothing needs to be seen fold to their
 * headings, that of the selected row excepted. On a small terminal only what is in trouble and the selected row are sure of their
 * places then, and the others fill what is left in their order. What still has no room is scrolled.
 * @param height rows for them
 */
export function fittedRows(
  rows: readonly TableRow[],
  selected: TableRow | undefined,
  height: number,
  isSmall: boolean,
): readonly TableRow[] {
  if (rows.length <= height) return rows;
  const folded = withFoldedGroups(rows, selected);
  return isSmall && folded.length > height ? withTroubleSure(folded, selected, height) : folded;
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

function withTroubleSure(rows: readonly TableRow[], selected: TableRow | undefined, height: number): readonly TableRow[] {
  const isSure = (row: TableRow): boolean => row === selected || (row.kind === 'process' && needsEyes(row.process));
  let left = height - rows.filter(isSure).length;
  return rows.filter((row) => {
    if (isSure(row)) return true;
    left -= 1;
    return left >= 0;
  });
}
