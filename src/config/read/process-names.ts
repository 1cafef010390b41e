import { resolve } from 'node:path';
import { givenValue, unitNames } from '../ports/replicas.js';
import { keysOf } from '../problems/yaml-locate.js';
import { mostReplicas } from '../schema/limits.js';
import { isMap } from '../schema/merge-defaults.js';
import { findFile } from './find-file.js';
import { isProcfile, readProcfile } from './procfile.js';
import { readText } from './text.js';
import { readYaml } from './yaml-source.js';

/** What can be named of a configuration. */
export interface ProjectNames {
  readonly processes: readonly string[];
  /** Processes that have replicas. */
  readonly scalable: readonly string[];
  readonly groups: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * The names in a configuration, read as quickly as can be: nothing is checked, and what cannot be read has none.
 * @param files as the user named them; none means to search
 */
export function projectNames(files: readonly string[], from: string): ProjectNames {
  const found = findFile(resolve(from));
  const searched = 'file' in found ? [found.file] : [];
  const paths = files.length > 0 ? files.map((file) => resolve(from, file)) : searched;
  const all = paths.map(namesIn);
  const each = (of: keyof ProjectNames): readonly string[] => [...new Set(all.flatMap((names) => names[of]))];
  return { processes: each('processes'), scalable: each('scalable'), groups: each('groups'), profiles: each('profiles') };
}

const none: ProjectNames = { processes: [], scalable: [], groups: [], profiles: [] };

function namesIn(file: string): ProjectNames {
  try {
    const text = readText(file);
    if (isProcfile(file)) return { ...none, processes: readProcfile(text).entries.map(({ name }) => name) };
    const { document, value } = readYaml(text);
    if (document === undefined) return none;
    const named = keysOf(document, ['processes']);
    if (!isMap(value)) return { ...none, processes: named };
    const countOf = (name: string): number | undefined => {
      const own = isMap(value.processes) ? value.processes[name] : undefined;
      const count = isMap(own) ? givenValue(own, value.defaults, 'replicas') : undefined;
      return typeof count === 'number' && count <= mostReplicas ? count : undefined;
    };
    // The name of all, then those of each.
    const processes = named.flatMap((name) => (countOf(name) === undefined ? [name] : [name, ...unitNames(name, countOf(name))]));
    const written = [value.defaults, ...Object.values(isMap(value.processes) ? value.processes : {})].filter(isMap);
    return {
      processes,
      scalable: named.filter((name) => countOf(name) !== undefined),
      groups: written.flatMap(({ group }) => texts([group])),
      profiles: written.flatMap(({ profiles }) => texts(Array.isArray(profiles) ? profiles : [])),
    };
  } catch {
    return none; // Who completes a word wants no message in the middle of it.
  }
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}
