import type { ImportedProcess } from '../common/imported.js';

/** Names that differ, since a member may be called like a script. */
export function unique(rows: readonly ImportedProcess[]): readonly ImportedProcess[] {
  const taken = new Set<string>();
  return rows.map((row) => {
    const name = freeName(row.name, taken);
    taken.add(name);
    return name === row.name ? row : { ...row, name };
  });
}

/** The name, or where it is taken with a number behind it. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
