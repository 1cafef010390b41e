import { isDeepStrictEqual } from 'node:util';
import { holdsSecrets } from '../problems/without-secrets.js';
import type { KnownSource, SourceText } from '../read/source-files.js';
import type { WrittenDependency } from '../schema/depends-on.js';
import type { ConfigurationParts } from '../schema/file.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { ParsedProcess } from '../schema/process.js';
import { draftProcess, type ProcessDraft } from './process-draft.js';

/** What was made of the files of a configuration in which nothing was wrong: it is the same for as long as they say the same. */
export interface ValidReading {
  readonly sources: readonly KnownSource[];
  /** What the schema made of it. Undefined where variables were put in, whose values are nobody's to keep. */
  readonly checked: CheckedReading | undefined;
}

/** What the schema made of what the files say together. */
interface CheckedReading {
  /** What it was made of. */
  readonly value: RawMap;
  readonly data: ConfigurationParts;
  readonly processes: readonly CheckedProcess[];
}

interface CheckedProcess {
  readonly name: string;
  readonly dependsOn: readonly WrittenDependency[];
  readonly parsed: ParsedProcess;
}

/** Keeps what was made of files, by their absolute paths, from one start of the program to the next; may forget anything at any time. */
export interface Readings {
  /** What was kept for these files, or others, whatever they say now: a `ValidReading`, or undefined. */
  find(files: string): unknown;
  /** @param reading makes what is to be kept, when there is time for that; undefined for nothing */
  keep(files: string, reading: () => ValidReading | undefined): void;
}

/** What was made of these files as long as they said the same, to the letter: what stands first in them comes first. */
export function readingOf(texts: readonly SourceText[], readings: Readings | undefined): ValidReading | undefined {
  const found = readings?.find(keyOf(texts)) as ValidReading | undefined;
  const isSame = found?.sources.length === texts.length && texts.every(({ text }, index) => found.sources[index]?.text === text);
  return isSame ? found : undefined;
}

/** How files are named where what was made of them is kept. */
export function keyOf(texts: readonly SourceText[]): string {
  return texts.map(({ file }) => file).join('\0');
}

/** What the schema made of the same value before, and its processes; undefined where it was another. */
export function checkedBefore(
  known: ValidReading | undefined,
  value: RawMap,
): { readonly data: ConfigurationParts; readonly drafts: readonly ProcessDraft[] } | undefined {
  const checked = known?.checked;
  if (checked === undefined || !isDeepStrictEqual(checked.value, value)) return undefined;
  const [written, defaults] = [value.processes as RawMap, isMap(value.defaults) ? value.defaults : {}];
  const drafts = checked.processes.map((each) => ({
    ...each,
    problems: [],
    // What depends on more than the file may be wrong all the same, and has to be pointed at.
    pathOf: (dependency: string, part: 'name' | 'condition') =>
      draftProcess(each.name, written[each.name] as RawMap, defaults, true).pathOf(dependency, part),
  }));
  return { data: checked.data, drafts };
}

/** What is to be kept of a configuration. */
export interface KeptParts {
  readonly sources: readonly KnownSource[];
  /** What the files say together, as written, and with variables put in. */
  readonly merged: RawMap;
  readonly value: RawMap;
  readonly data: ConfigurationParts;
  readonly drafts: readonly ProcessDraft[];
}

/** What may be kept of a configuration in which nothing is wrong; undefined where that is nothing, as with a secret in it. */
export function validReading({ sources, merged, value, data, drafts }: KeptParts): ValidReading | undefined {
  if (holdsSecrets(sources, data.secrets)) return undefined;
  const processes = drafts.flatMap(({ name, dependsOn, parsed }) => (parsed === undefined ? [] : [{ name, dependsOn, parsed }]));
  const isAsWritten = processes.length === drafts.length && isDeepStrictEqual(merged, value);
  const { processes: _, defaults: __, ...parts } = data as ConfigurationParts & { processes?: unknown; defaults?: unknown };
  return { sources, checked: isAsWritten ? { value, data: parts, processes } : undefined };
}
