import { type Document, parseDocument } from 'yaml';
import { describeYamlError, findBrokenNodes, findRepeatedKeys, type YamlProblem } from './yaml-problems.js';

/** A YAML text, read. */
export interface YamlSource {
  /** What knows the places; undefined where the text is too strange even for that. */
  readonly document: Document | undefined;
  /** The text as plain values; undefined where the YAML leaves them in doubt. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
}

/** Reads YAML 1.2, with merge keys. Never throws. */
export function readYaml(text: string): YamlSource {
  let document: Document | undefined;
  let problems: YamlProblem[] = [];
  try {
    // The parser compares each key with every other one of its map; ours are looked up.
    document = parseDocument(text, { prettyErrors: false, logLevel: 'error', merge: true, uniqueKeys: false });
    problems = [...document.errors, ...document.warnings].map(describeYamlError);
    problems.push(...findRepeatedKeys(document), ...findBrokenNodes(document));
    const isClear = problems.every((problem) => problem.harmless);
    const value: unknown = isClear ? document.toJS({ maxAliasCount: 10_000 }) : undefined;
    if (!containsItself(value)) return { document, value, problems };
    problems.push({ span: { start: 0, end: 0 }, message: endless, harmless: false });
    return { document, value: undefined, problems };
  } catch (error) {
    // Parser and conversion recurse, and refuse aliases that would unfold without end.
    const message = error instanceof RangeError ? 'nested too deeply' : endless;
    return { document, value: undefined, problems: [...problems, { span: { start: 0, end: 0 }, message, harmless: false }] };
  }
}

/** What is said of it. */
export const endless = 'an alias in here contains itself or unfolds too far';

/** Whether a value of maps and lists has itself somewhere inside. */
export function containsItself(root: unknown): boolean {
  const done = new Set<unknown>();
  const above = new Set<unknown>();
  const visit = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || done.has(value)) return false;
    if (above.has(value)) return true;
    above.add(value);
    const found = Object.values(value).some(visit);
    above.delete(value);
    done.add(value);
    return found;
  };
  return visit(root);
}
