import { errorOf } from '../problems/config-error.js';
import { type Diagnostic, diagnosticAt } from '../problems/diagnostic.js';
import type { KeyPath, Problem } from '../problems/problem.js';
import { configurationSchema } from '../schema/file.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import { problemsOf } from '../schema/zod-problems.js';
import { isProcfile, type ProcfileFault, readProcfile } from './procfile.js';
import { readProcfileSettings } from './procfile-settings.js';
import { procfilePlaces, procfileProcesses, procfileValue } from './procfile-source.js';
import { type SourcePlaces, yamlPlaces } from './source-places.js';
import { readYaml } from './yaml-source.js';

/** A configuration file with its text, before it is parsed. */
export interface SourceText {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** A YAML file in which nothing was wrong, and what it says. */
export interface KnownSource extends SourceText {
  readonly value: RawMap;
  /** The names of its processes, in the order of the text. */
  readonly processes: readonly string[];
}

interface SourceFile extends SourceText {
  readonly places: SourcePlaces;
  readonly value: RawMap;
  readonly ports?: ProcfilePorts;
}

/** The ports that a Procfile gives to its processes. */
export interface ProcfilePorts {
  /** The port to count from, where the settings beside it say so. */
  readonly base: string | undefined;
  /** What is added to it for each process, in the order of the file. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** The files of one configuration, read, each a map; in the order in which the later wins. */
export class SourceFiles {
  readonly #files: readonly SourceFile[];
  /** What is wrong with the YAML itself, though its meaning is clear. */
  readonly diagnostics: readonly Diagnostic[];
  /** Lines that are passed over. */
  readonly warnings: readonly Diagnostic[];

  /**
   * @param masked takes secrets out of a complaint
   * @param known what the files say, where that is known
   * @throws ConfigError with all that keeps one of the files from being a map
   */
  constructor(texts: readonly SourceText[], masked: (diagnostic: Diagnostic) => Diagnostic, known: readonly KnownSource[] = []) {
    const read = texts.map((each) => readBefore(each, known) ?? readSource(each));
    this.diagnostics = read.flatMap(({ diagnostics }) => diagnostics);
    this.warnings = read.flatMap(({ warnings = [] }) => warnings);
    this.#files = read.flatMap(({ source }) => source ?? []);
    if (this.#files.length < texts.length) throw errorOf(this.diagnostics.map((each) => masked(each)));
  }

  /** What they say, file by file. */
  get values(): readonly RawMap[] {
    return this.#files.map(({ value }) => value);
  }

  /** The keys of the map at a path, in the order of the texts. */
  keysOf(path: KeyPath): readonly string[] {
    return [...new Set(this.#files.flatMap(({ places }) => places.keysOf(path)))];
  }

  /** What may be known of them the next time; undefined where one is no YAML, or has something wrong with it. */
  get known(): readonly KnownSource[] | undefined {
    if (this.diagnostics.length > 0 || this.warnings.length > 0 || this.#files.some(({ ports }) => ports !== undefined))
      return undefined;
    return this.#files.map(({ file, text, value, places }) => ({ file, text, value, processes: places.keysOf(['processes']) }));
  }

  /** The ports of the processes that are in a Procfile. */
  get procfilePorts(): ProcfilePorts {
    const all = this.#files.flatMap(({ ports }) => ports ?? []);
    return { base: all[0]?.base, offsets: new Map(all.flatMap(({ offsets }) => [...offsets])) };
  }

  /** Points at a problem: in the last of the files that have the most of its path. */
  diagnose(problem: Problem): Diagnostic {
    const path = problem.at === 'parent' ? problem.path.slice(0, -1) : problem.path;
    const depths = this.#files.map(({ places }) => places.depthOf(path));
    const { file, text, places } = this.#files[depths.lastIndexOf(Math.max(...depths))]!;
    return diagnosticAt(file, text, places.locate(problem.path, problem.at), problem);
  }
}

interface ReadSource {
  readonly source?: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings?: readonly Diagnostic[];
}

/** What a file says, where it said the same before; it is parsed only for a place in it. */
function readBefore({ file, text }: SourceText, known: readonly KnownSource[]): ReadSource | undefined {
  const before = known.find((each) => each.file === file);
  if (before === undefined) return undefined;
  let parsed: SourcePlaces | undefined;
  const places = (): SourcePlaces => (parsed ??= yamlPlaces(readYaml(text).document!));
  return {
    source: {
      file,
      text,
      value: before.value,
      places: {
        keysOf: (path) => (path.length === 1 && path[0] === 'processes' ? before.processes : places().keysOf(path)),
        depthOf: (path) => places().depthOf(path),
        locate: (path, at) => places().locate(path, at),
      },
    },
    diagnostics: [],
  };
}

function readSource(source: SourceText): ReadSource {
  return isProcfile(source.file) ? readProcfileSource(source) : readYamlSource(source);
}

function readProcfileSource({ file, text }: SourceText): ReadSource {
  const { entries, faults, passedOver } = readProcfile(text);
  const at = (fault: ProcfileFault): Diagnostic => diagnosticAt(file, text, fault.span, fault);
  const diagnostics = faults.map(at);
  if (entries.length > 0) {
    const settings = readProcfileSettings(file);
    const processes = procfileProcesses(entries, settings);
    const offsets = processes.flatMap(({ name, portOffset }) => (portOffset === undefined ? [] : [[name, portOffset] as const]));
    const ports = { base: settings.port, offsets: new Map(offsets) };
    const value = procfileValue(processes, settings);
    return { source: { file, text, places: procfilePlaces(processes), value, ports }, diagnostics, warnings: passedOver.map(at) };
  }
  const words = { message: 'the Procfile names no process', hint: 'write a line such as "web: npm run dev"' };
  const all = [...diagnostics, ...passedOver.map(at)];
  return { diagnostics: all.length > 0 ? all : [diagnosticAt(file, text, { start: 0, end: 0 }, words)] };
}

function readYamlSource({ file, text }: SourceText): ReadSource {
  const { document, value, problems } = readYaml(text);
  const diagnostics = firstOfEachLine(problems.map((problem) => diagnosticAt(file, text, problem.span, problem)));
  if (document === undefined || value === undefined) return { diagnostics };
  if (isMap(value)) return { source: { file, text, places: yamlPlaces(document), value }, diagnostics };
  const words =
    value === null
      ? [{ message: 'the file is empty', hint: 'write at least "processes: {}"' }]
      : problemsOf(configurationSchema.safeParse(value).error!, value);
  return { diagnostics: [...diagnostics, ...words.map((each) => diagnosticAt(file, text, { start: 0, end: 0 }, each))] };
}

/** One slip makes the YAML parser stumble several times, and the first time says it best. */
function firstOfEachLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<number>();
  return diagnostics.filter(({ line }) => {
    const isFirst = !seen.has(line);
    seen.add(line);
    return isFirst;
  });
}
