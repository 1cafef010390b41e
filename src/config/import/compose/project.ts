import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Document, isNode, visit } from 'yaml';
import { readEnvText } from '../../read/dotenv.js';
import type { SourceText } from '../../read/source-files.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { composeFileNames } from '../common/compose-names.js';
import type { ImportAround } from '../common/imported.js';
import { type Lookup, settle } from '../common/references.js';
import { scalarText, textsOf } from '../common/values.js';
import { readYamlFile, textIfThere } from '../common/yaml-file.js';
import { mergeFile, mergeService, overrideKey, resetKey, withoutMarks } from './merge.js';

const overrideNames = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
];
const mostFiles = 200;

/** A compose file with all that docker compose reads with it. */
export interface ComposeProject {
  readonly value: RawMap;
  readonly services: ReadonlyMap<string, RawMap>;
  /** The comments above each service. */
  readonly comments: ReadonlyMap<string, readonly string[]>;
  /** The other files, as they are reached from the folder of the first. */
  readonly others: readonly string[];
  /** Whether docker compose finds all of it by itself in that folder. */
  readonly isFound: boolean;
  /** The variables of the shell and of `.env`, as docker compose puts them in. */
  readonly lookup: Lookup;
  readonly lost: readonly string[];
}

/** Reads a compose file, its overrides, what it includes, and what its services extend. */
export function readComposeProject(source: SourceText, { environment }: ImportAround): ComposeProject {
  const folder = dirname(resolve(source.file));
  const lookup = composeLookup(folder, environment);
  const lost: string[] = [];
  const others: string[] = [];
  const comments = new Map<string, readonly string[]>();
  const read = (file: string, text: string): RawMap => {
    const yaml = readYamlFile({ file, text }, markTags);
    for (const [name, lines] of yaml.commentsOf(['services'])) if (lines.length > 0) comments.set(name, lines);
    return isMap(yaml.value) ? yaml.value : {};
  };
  const readOther = (file: string, why: string): RawMap | undefined => {
    const text = others.length < mostFiles ? textIfThere(file) : undefined;
    if (text === undefined) {
      lost.push(`${why} cannot be read`);
      return undefined;
    }
    others.push(relative(folder, file));
    return withParts(read(file, text), file, [file]);
  };
  const withParts = (own: RawMap, file: string, above: readonly string[]): RawMap => {
    const included = (Array.isArray(own.include) ? own.include : []).flatMap((item: unknown) =>
      textsOf(isMap(item) ? (item.path ?? []) : item).map((path) => {
        const target = resolve(dirname(file), settle(path, lookup).text);
        if (above.includes(target) || above.length > 20) return {};
        return readOther(target, `include: ${path}`) ?? {};
      }),
    );
    const services = extendedServices(own, file, (target) =>
      above.includes(target) ? undefined : readOther(target, `extends: ${relative(folder, target)}`),
    );
    return [...included, { ...own, services }].reduce<RawMap>((earlier, later) => mergeFile(earlier, later), {});
  };
  const isFound = isFoundByItself(source.file);
  const [first, ...later] = filesOf(source.file, isFound, lookup);
  let whole =
    resolve(first!) === resolve(source.file)
      ? withParts(read(source.file, source.text), source.file, [source.file])
      : (readOther(first!, `COMPOSE_FILE: ${first}`) ?? {});
  for (const file of later) whole = mergeFile(whole, readOther(file, relative(folder, file)) ?? {});
  const merged = withoutMarks(whole) as RawMap;
  const services = Object.entries(isMap(merged.services) ? merged.services : {}).flatMap(([name, service]) =>
    isMap(service) ? [[name, service] as const] : [],
  );
  return { value: merged, services: new Map(services), comments, others, isFound, lookup, lost };
}

/** The variables that docker compose puts into its files: those of the shell, then those of `.env`. */
function composeLookup(folder: string, environment: ImportAround['environment']): Lookup {
  const inShell: Lookup = (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined);
  const { variables } = readEnvText(textIfThere(join(folder, '.env')) ?? '', inShell);
  return (name) => inShell(name) ?? (Object.hasOwn(variables, name) ? variables[name] : undefined);
}

function isFoundByItself(file: string): boolean {
  const own = composeFileNames.indexOf(basename(file));
  if (own === -1) return false;
  return composeFileNames.slice(0, own).every((name) => textIfThere(join(dirname(resolve(file)), name)) === undefined);
}

/** The files that docker compose reads in its order: those of COMPOSE_FILE, else the file and its override. */
function filesOf(file: string, isFound: boolean, lookup: Lookup): readonly string[] {
  if (!isFound) return [file];
  const folder = dirname(resolve(file));
  const named = lookup('COMPOSE_FILE');
  if (named !== undefined && named !== '') {
    return named.split(lookup('COMPOSE_PATH_SEPARATOR') || ':').map((name) => resolve(folder, name));
  }
  const override = overrideNames.map((name) => join(folder, name)).find((name) => textIfThere(name) !== undefined);
  return override === undefined ? [file] : [file, override];
}

/** Puts into each service what it extends of another one, of this file or of another. */
function extendedServices(own: RawMap, file: string, read: (file: string) => RawMap | undefined): RawMap {
  const services = isMap(own.services) ? own.services : {};
  const extendOne = (name: string, above: readonly string[]): unknown => {
    const service = services[name];
    if (!isMap(service) || service.extends === undefined || above.includes(name)) return service;
    const { extends: written, ...rest } = service;
    const base = isMap(written) ? scalarText(written.service) : scalarText(written);
    const elsewhere = isMap(written) ? scalarText(written.file) : undefined;
    if (base === undefined) return rest;
    const target = elsewhere === undefined ? undefined : resolve(dirname(file), elsewhere);
    const isHere = target === undefined || target === resolve(file);
    const found = isHere ? extendOne(base, [...above, name]) : serviceOf(read(target), base);
    return isMap(found) ? mergeService(found, rest) : rest;
  };
  return Object.fromEntries(Object.keys(services).map((name) => [name, extendOne(name, [])]));
}

function serviceOf(file: RawMap | undefined, name: string): unknown {
  return isMap(file?.services) ? file.services[name] : undefined;
}

/** Writes the two tags of compose that change how files are merged as maps with a key of their own. */
function markTags(document: Document.Parsed): void {
  visit(document, {
    Pair(_, pair) {
      const { value } = pair;
      if (!isNode(value)) return;
      const { tag } = value as { tag?: string };
      if (tag === '!reset') pair.value = document.createNode({ [resetKey]: true });
      if (tag === '!override') {
        delete (value as { tag?: string }).tag;
        pair.value = wrapped(document, value);
      }
    },
  });
}

function wrapped(document: Document.Parsed, value: unknown): unknown {
  const map = document.createNode({});
  (map as unknown as { add(pair: unknown): void }).add(document.createPair(overrideKey, value));
  return map;
}
