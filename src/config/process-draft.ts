import type { DependencyNode } from './dependency-problems.js';
import { asksSomething, checkKeys, isMap, type RawMap, withDefaults } from './merge-defaults.js';
import { asksNothing, type KeyPath, type Problem } from './problem.js';
import { dependsOn } from './schema-depends-on.js';
import { processSchema } from './schema-process.js';
import { quote } from './words.js';
import { problemsOf } from './zod-problems.js';

/** A process of a file on its way: with the defaults filled in, and what that showed to be wrong. */
export interface ProcessDraft extends DependencyNode {
  readonly problems: readonly Problem[];
}

/**
 * Fills the defaults into one process.
 * @param isClean false where the schema already found fault with the process or the defaults; then only its dependencies
 * are read, for the sake of the others
 */
export function draftProcess(name: string, own: RawMap, defaults: RawMap, isClean: boolean): ProcessDraft {
  const path = ['processes', name];
  const raw = withDefaults(own, defaults);
  const written = dependsOn.safeParse(raw.dependsOn ?? []);
  const base = [...(own.dependsOn === undefined ? ['defaults'] : path), 'dependsOn'];
  const draft = {
    name,
    dependsOn: written.success ? written.data : [],
    pathOf: (dependency: string, part: 'name' | 'condition') => edgePath(raw.dependsOn, base, dependency, part),
  };
  if (!isClean) return { ...draft, parsed: undefined, problems: [] };
  const parsed = processSchema.safeParse(raw);
  const problems: Problem[] = parsed.success ? [] : problemsOf(parsed.error, raw, path);
  if (raw.command === undefined) {
    problems.push({ path, at: 'key', message: `process ${quote(name)} has no command`, hint: 'add "command: …"' });
  }
  for (const key of checkKeys) {
    const check = raw[key];
    if (isMap(check) && !asksSomething(check)) problems.push(asksNothing([...path, key]));
  }
  return { ...draft, parsed: parsed.data, problems };
}

function edgePath(written: unknown, base: KeyPath, dependency: string, part: 'name' | 'condition'): KeyPath {
  if (Array.isArray(written)) return [...base, written.indexOf(dependency)];
  const edge = isMap(written) ? written[dependency] : undefined;
  return part === 'condition' && isMap(edge) ? [...base, dependency, 'condition'] : [...base, dependency];
}
