import { type Document, parseDocument } from 'yaml';
import { describeYamlError, findBrokenNodes, type YamlProblem } from './yaml-problems.js';

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
    document = parseDocument(text, { prettyErrors: false, logLevel: 'error', merge: true });
    problems = [...document.errors, ...document.warnings].map(describeYamlError);
    problems.push(...findBrokenNodes(document));
    const isClear = problems.every((problem) => problem.harmless);
    return { document, value: isClear ? document.toJS({ maxAliasCount: 10_000 }) : undefined, problems };
  } catch (error) {
    // Parser and conversion recurse, and refuse aliases that would unfold without end.
    const message =
      error instanceof RangeError ? 'this is nested too deeply' : 'an alias in here contains itself or unfolds too far';
    return { document, value: undefined, problems: [...problems, { span: { start: 0, end: 0 }, message, harmless: false }] };
  }
}
