import type { Document } from 'yaml';
import { errorOf } from './config-error.js';
import { type Diagnostic, diagnosticAt } from './diagnostic.js';
import { isMap, type RawMap } from './merge-defaults.js';
import type { KeyPath, Problem } from './problem.js';
import { configurationSchema } from './schema.js';
import { depthOf, keysOf, locate } from './yaml-locate.js';
import { readYaml } from './yaml-source.js';
import { problemsOf } from './zod-problems.js';

/** A file's text. */
export interface SourceText {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

interface SourceFile extends SourceText {
  readonly document: Document;
  readonly value: RawMap;
}

/** The files of one configuration, read, each a map; in the order in which the later wins. */
export class SourceFiles {
  readonly #files: readonly SourceFile[];
  /** What is wrong with the YAML itself, though its meaning is clear. */
  readonly diagnostics: readonly Diagnostic[];

  /** @throws ConfigError with all that keeps one of the files from being a map */
  constructor(texts: readonly SourceText[]) {
    const read = texts.map(readSource);
    this.diagnostics = read.flatMap(({ diagnostics }) => diagnostics);
    this.#files = read.flatMap(({ source }) => source ?? []);
    if (this.#files.length < texts.length) throw errorOf(this.diagnostics);
  }

  /** What they say, file by file. */
  get values(): readonly RawMap[] {
    return this.#files.map(({ value }) => value);
  }

  /** The keys of the map at a path, in the order of the texts. */
  keysOf(path: KeyPath): readonly string[] {
    return [...new Set(this.#files.flatMap(({ document }) => keysOf(document, path)))];
  }

  /** Points at a problem: in the last of the files that have the most of its path. */
  diagnose(problem: Problem): Diagnostic {
    const path = problem.at === 'parent' ? problem.path.slice(0, -1) : problem.path;
    const depths = this.#files.map(({ document }) => depthOf(document, path));
    const { file, text, document } = this.#files[depths.lastIndexOf(Math.max(...depths))]!;
    return diagnosticAt(file, text, locate(document, problem.path, problem.at), problem);
  }
}

function readSource({ file, text }: SourceText): { readonly source?: SourceFile; readonly diagnostics: readonly Diagnostic[] } {
  const { document, value, problems } = readYaml(text);
  const diagnostics = firstOfEachLine(problems.map((problem) => diagnosticAt(file, text, problem.span, problem)));
  if (document === undefined || value === undefined) return { diagnostics };
  if (isMap(value)) return { source: { file, text, document, value }, diagnostics };
  const words =
    value === null
      ? [{ message: 'the file is empty', hint: 'write at least "processes: {}"' }]
      : problemsOf(configurationSchema.safeParse(value).error!, value);
  return { diagnostics: [...diagnostics, ...words.map((each) => diagnosticAt(file, text, { start: 0, end: 0 }, each))] };
}

/** One slip makes the YAML parser stumble several times, and the first time says it best. */
function firstOfEachLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ line }, index) => diagnostics.findIndex((other) => other.line === line) === index);
}
