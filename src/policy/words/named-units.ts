import { matchesGlob } from './glob.js';
import { nearest } from './nearest.js';

/** What an argument can name. */
export interface NamedUnit {
  readonly name: string;
  readonly group: string | null;
  /** False where none of its profiles is active: then only its name means it. Missing counts as true. */
  readonly active?: boolean;
  /** The name that means it and the other replicas. Missing for none. */
  readonly replicaOf?: string;
}

/** What arguments mean, or the first that means nothing, with what was probably meant. */
export type NamedUnits = { readonly names: readonly string[] } | { readonly unknown: string; readonly hint: string };

/**
 * What arguments mean: literal names and those of all replicas of a process, which win, `@group`, and globs in which `*` is any text and `?` any character. Each name once,
 * in the order of the units.
 */
export function namedUnits(written: readonly string[], units: readonly NamedUnit[]): NamedUnits {
  const literal = new Set(units.map(({ name }) => name));
  const active = units.filter((unit) => unit.active !== false);
  const found = new Set<string>();
  for (const word of new Set(written)) {
    const replicas = units.filter(({ replicaOf }) => replicaOf === word);
    if (literal.has(word)) found.add(word);
    else if (replicas.length > 0) for (const { name } of replicas) found.add(name);
    else {
      const meant = active.filter(({ name, group }) =>
        word.startsWith('@') ? group === word.slice(1) : matchesGlob(name, word),
      );
      if (meant.length === 0) return { unknown: word, hint: hintFor(word, units) };
      for (const { name } of meant) found.add(name);
    }
  }
  return { names: units.map(({ name }) => name).filter((name) => found.has(name)) };
}

/** Whether an argument can mean several. */
export function namesSeveral(word: string): boolean {
  return word.startsWith('@') || /[*?]/.test(word);
}

/** Says that an argument means nothing: a name, a group, or a glob. */
export function sayUnknown(word: string, nothing = 'no process'): string {
  if (word.startsWith('@')) return `no group is called "${word}"`;
  return namesSeveral(word) ? `no process matches "${word}"` : `${nothing} is called "${word}"`;
}

function hintFor(word: string, units: readonly NamedUnit[]): string {
  const groups = [...new Set(units.flatMap(({ group }) => (group === null ? [] : [group])))];
  const isInactive = units.some(({ name, group }) => group === word.slice(1) || matchesGlob(name, word));
  if (namesSeveral(word) && isInactive)
    return 'all that it means have profiles of which none is active; name one, or give --profile';
  if (word.startsWith('@')) {
    const close = nearest(word.slice(1), groups);
    if (close !== undefined) return `did you mean "@${close}"?`;
    return groups.length === 0 ? 'no process has a group' : `the groups are ${groups.join(', ')}`;
  }
  const names = [...new Set(units.flatMap(({ name, replicaOf }) => [...(replicaOf === undefined ? [] : [replicaOf]), name]))];
  const close = /[*?]/.test(word) ? undefined : nearest(word, names);
  if (close !== undefined) return `did you mean "${close}"?`;
  return names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
}
