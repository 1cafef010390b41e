import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { textsOf } from '../common/values.js';
import { textIfThere } from '../common/yaml-file.js';
import { manifestIn } from './runner.js';

/** A package of a workspace. */
export interface Member {
  /** The name in its package.json. */
  readonly packageName: string;
  /** How it is called in a table: the last part of its name. */
  readonly name: string;
  /** Its folder as it is reached from the root. */
  readonly folder: string;
  readonly scripts: ReadonlyMap<string, string>;
}

const mostFolders = 5000;
const deepest = 5;

/** The members of the workspace of npm, pnpm, yarn, bun or lerna whose root a folder is. */
export function membersOf(manifest: RawMap, folder: string): readonly Member[] {
  const patterns = patternsOf(manifest, folder).map((pattern) => pattern.replace(/^\.\//, '').replace(/\/+$/, ''));
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (wanted.length === 0) return [];
  const isMember = picomatch(wanted, {
    ignore: patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
  });
  return foldersIn(folder)
    .filter((way) => isMember(way))
    .flatMap((way) => {
      const own = manifestIn(join(folder, way));
      if (own === undefined) return [];
      const packageName = typeof own.name === 'string' ? own.name : basename(way);
      return [{ packageName, name: packageName.replace(/^.*\//, ''), folder: way, scripts: scriptsOf(own) }];
    });
}

/** The scripts of a package.json that are anything at all. */
export function scriptsOf({ scripts }: RawMap): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(isMap(scripts) ? scripts : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
    ),
  );
}

function patternsOf(manifest: RawMap, folder: string): readonly string[] {
  const { workspaces } = manifest;
  const own = textsOf(isMap(workspaces) ? (workspaces.packages ?? []) : (workspaces ?? []));
  const read = (name: string): RawMap => {
    try {
      const value: unknown = parse(textIfThere(join(folder, name)) ?? '{}', { logLevel: 'silent' });
      return isMap(value) ? value : {};
    } catch {
      return {};
    }
  };
  const others = ['pnpm-workspace.yaml', 'lerna.json'].flatMap((name) => textsOf(read(name).packages ?? []));
  return [...own, ...others];
}

/** The folders below one, in the order of their names, without those of packages that were installed. */
function foldersIn(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (way: string, depth: number): void => {
    if (depth > deepest || found.length >= mostFolders) return;
    for (const name of namesIn(join(root, way))) {
      const below = way === '' ? name : `${way}/${name}`;
      found.push(below);
      visit(below, depth + 1);
    }
  };
  visit('', 0);
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(node_modules|\..*)$/.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
