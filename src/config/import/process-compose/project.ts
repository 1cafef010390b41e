import { dirname, join, relative, resolve } from 'node:path';
import type { SourceText } from '../../read/source-files.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { environmentPairs, scalarText } from '../common/values.js';
import { readYamlFile, textIfThere } from '../common/yaml-file.js';

/** A process-compose file with those that it is read together with. */
export interface ProcessComposeProject {
  readonly value: RawMap;
  /** The comments above each process. */
  readonly comments: ReadonlyMap<string, readonly string[]>;
  /** The other files, as the user would name them. */
  readonly others: readonly string[];
  readonly lost: readonly string[];
}

/** The names that process-compose finds by itself; beside those it searches for an override. */
const foundByItself = /^(process-)?compose\.ya?ml$/;
const overrides = [
  'compose.override.yml',
  'compose.override.yaml',
  'process-compose.override.yml',
  'process-compose.override.yaml',
];

/** Reads a file, the one it extends, the override beside it, and puts into each process the one that it extends. */
export function readProject(source: SourceText, value: RawMap): ProcessComposeProject {
  const lost: string[] = [];
  const others: string[] = [];
  const comments = new Map<string, readonly string[]>();
  const folder = dirname(resolve(source.file));
  const read = (file: string): RawMap | undefined => {
    const text = textIfThere(file);
    if (text === undefined) return undefined;
    const yaml = readYamlFile({ file, text });
    for (const [name, lines] of yaml.commentsOf(['processes'])) if (lines.length > 0) comments.set(name, lines);
    others.push(relative(folder, file));
    return isMap(yaml.value) ? yaml.value : {};
  };
  const withBase = (own: RawMap, file: string, depth: number): RawMap => {
    const named = scalarText(own.extends);
    if (named === undefined) return own;
    const { extends: _, ...rest } = own;
    const baseFile = resolve(dirname(file), named);
    const base = depth > 20 ? undefined : read(baseFile);
    if (base === undefined) {
      lost.push(`extends: ${named} cannot be read`);
      return rest;
    }
    const way = relative(folder, dirname(baseFile));
    return mergeMaps(inFolder(withBase(base, baseFile, depth + 1), way), rest);
  };
  let whole = withBase(value, source.file, 0);
  if (foundByItself.test(source.file.replace(/^.*\//, ''))) {
    const override = overrides.map((name) => join(folder, name)).find((file) => textIfThere(file) !== undefined);
    const later = override === undefined ? undefined : read(override);
    if (later !== undefined) whole = mergeMaps(whole, withBase(later, override!, 0));
  }
  for (const [name, lines] of readYamlFile(source).commentsOf(['processes'])) if (lines.length > 0) comments.set(name, lines);
  return { value: { ...whole, processes: extended(whole.processes, lost) }, comments, others, lost };
}

/** Puts into each process what it does not say itself of the one that it extends. */
function extended(processes: unknown, lost: string[]): RawMap {
  const all = isMap(processes) ? processes : {};
  const resolveOne = (name: string, above: readonly string[]): unknown => {
    const own = all[name];
    const base = isMap(own) ? scalarText(own.extends) : undefined;
    if (!isMap(own) || base === undefined) return own;
    const { extends: _, ...rest } = own;
    if (above.includes(base) || base === name || !isMap(all[base])) {
      lost.push(`extends of ${name}: ${base} ${isMap(all[base]) ? 'is circular' : 'does not exist'}`);
      return rest;
    }
    const whole = resolveOne(base, [...above, name]);
    return isMap(whole) ? mergeMaps(whole, rest) : rest;
  };
  return Object.fromEntries(Object.keys(all).map((name) => [name, resolveOne(name, [])]));
}

/** What is extended from another folder runs there, unless it says otherwise. */
function inFolder(project: RawMap, folder: string): RawMap {
  if (folder === '' || !isMap(project.processes)) return project;
  const processes = Object.entries(project.processes).map(([name, own]) => {
    if (!isMap(own)) return [name, own];
    const cwd = scalarText(own.working_dir);
    const isOwn = cwd !== undefined && /^[/$~]/.test(cwd);
    return [name, { ...own, working_dir: isOwn ? cwd : join(folder, cwd ?? '.') }];
  });
  return { ...project, processes: Object.fromEntries(processes) };
}

/** The later wins, key by key; variables are merged by their names. */
function mergeMaps(earlier: RawMap, later: RawMap): RawMap {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = earlier[key];
    if (key === 'environment' && before !== undefined) {
      const pairs = new Map([...environmentPairs(before), ...environmentPairs(value)]);
      merged[key] = [...pairs].map(([name, text]) => `${name}=${text}`);
    } else merged[key] = isMap(before) && isMap(value) ? mergeMaps(before, value) : value;
  }
  return merged;
}
