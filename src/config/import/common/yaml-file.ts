import { type Document, isMap as isYamlMap, parseDocument } from 'yaml';
import { errorOf } from '../../problems/config-error.js';
import { diagnosticAt } from '../../problems/diagnostic.js';
import { isMergeKey, type Span } from '../../problems/yaml-locate.js';
import { readBytes } from '../../read/bytes.js';
import type { SourceText } from '../../read/source-files.js';
import { describeYamlError, findBrokenNodes } from '../../read/yaml-problems.js';
import { containsItself, endless } from '../../read/yaml-source.js';

/** A YAML file of another tool, read. */
export interface YamlFile {
  readonly value: unknown;
  /** The lines of comments right above each key of the map at a path. */
  commentsOf(path: readonly string[]): ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a YAML file of another tool. Its tags are ignored, unless `prepare` reads them.
 * @param prepare changes the document before it becomes plain values
 * @throws ConfigError with the place where it is no YAML
 */
export function readYamlFile({ file, text }: SourceText, prepare: (document: Document.Parsed) => void = () => {}): YamlFile {
  const refuse = (span: Span, message: string, hint?: string): never => {
    throw errorOf([diagnosticAt(file, text, span, { message, hint })]);
  };
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', merge: true });
    const problems = [...document.errors.map(describeYamlError), ...findBrokenNodes(document)];
    const grave = problems.find(({ harmless }) => !harmless);
    if (grave !== undefined) return refuse(grave.span, grave.message, grave.hint);
    prepare(document);
    value = document.toJS({ maxAliasCount: 10_000 });
    if (containsItself(value)) return refuse({ start: 0, end: 0 }, endless);
  } catch (error) {
    if (error instanceof RangeError) return refuse({ start: 0, end: 0 }, 'nested too deeply');
    if (error instanceof ReferenceError) return refuse({ start: 0, end: 0 }, endless);
    throw error;
  }
  return { value, commentsOf: (path) => commentsIn(text, document, path) };
}

function commentsIn(text: string, document: Document, path: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const map = document.getIn(path, true);
  if (!isYamlMap(map)) return new Map();
  return new Map(
    map.items.flatMap((pair) => {
      const key = pair.key as { readonly value?: unknown; readonly range?: readonly number[] | null };
      const start = key.range?.[0];
      return isMergeKey(pair) || start === undefined ? [] : [[String(key.value), commentAbove(text, start)] as const];
    }),
  );
}

/** The most lines of a comment that come along. */
const mostLines = 20;

/** The comment that is right above the line of a place, its lines without their signs. */
export function commentAbove(text: string, offset: number, sign = /^\s*#+/): readonly string[] {
  const above = text.slice(0, offset).split('\n').slice(0, -1);
  const lines: string[] = [];
  for (const line of above.reverse()) {
    if (!sign.test(line) || lines.length >= mostLines) break;
    const words = line.replace(sign, '').trim();
    if (words !== '' && !/^(yaml-language-server|vim?):/.test(words)) lines.unshift(words);
  }
  return lines;
}

/** The text of a file that may be missing; undefined where it cannot be read. */
export function textIfThere(file: string): string | undefined {
  try {
    return readBytes(file)
      .toString()
      .replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
