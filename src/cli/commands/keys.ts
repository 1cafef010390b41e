import { keyRows } from '../../view/chrome/key-table.js';
import { jsonText } from '../output/print.js';

/** The table of keys as aligned text, or as JSON. */
export function printKeys(json: boolean): string {
  const rows = keyRows();
  if (json) return `${jsonText(rows, 2)}\n`;
  const width = (pick: (row: (typeof rows)[number]) => string): number => Math.max(...rows.map((row) => pick(row).length));
  const keysWidth = width(({ keys }) => keys);
  const whereWidth = width(({ where }) => where);
  const titleWidth = width(({ title }) => title);
  return rows
    .map(({ id, keys, where, title }) =>
      [keys.padEnd(keysWidth), where.padEnd(whereWidth), title.padEnd(titleWidth), id].join('  '),
    )
    .map((line) => `${line}\n`)
    .join('');
}
