import { keyRows } from '../view/key-table.js';

/** The table of keys as aligned text. */
export function printKeys(): string {
  const rows = keyRows();
  const width = (pick: (row: (typeof rows)[number]) => string): number => Math.max(...rows.map((row) => pick(row).length));
  const keysWidth = width(({ keys }) => keys);
  const whereWidth = width(({ where }) => where);
  return rows.map(({ keys, where, title }) => `${keys.padEnd(keysWidth)}  ${where.padEnd(whereWidth)}  ${title}\n`).join('');
}
