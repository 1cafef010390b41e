import { type Document, isAlias, isMap, isScalar, isSeq, visit, type YAMLError } from 'yaml';
import { quote } from '../problems/words.js';
import { isMergeKey, type Span } from '../problems/yaml-locate.js';

/** Something wrong with the YAML itself. */
export interface YamlProblem {
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
  /** True where it is still clear what the rest of the file says, so that the rest can be checked as well. */
  readonly harmless: boolean;
}

type Words = Pick<YamlProblem, 'message'> & Partial<YamlProblem>;

const wordsByCode: Readonly<Partial<Record<YAMLError['code'], Words>>> = {
  MULTIPLE_DOCS: {
    message: 'a second document begins here',
    hint: 'one file holds one configuration; remove the "---"',
    harmless: true,
  },
  TAB_AS_INDENT: { message: 'a tab cannot indent', hint: 'use spaces' },
  BAD_INDENT: { message: 'this is not indented like what it belongs to' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key must be on one line, with ": " after it' },
  KEY_OVER_1024_CHARS: { message: 'a key cannot be longer than 1024 characters' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a map or list cannot begin here',
    hint: 'put it on a line of its own, or text with ": " in quotes',
  },
  BLOCK_IN_FLOW: { message: 'inside [ ] and { } everything is written with [ ] and { }' },
  BAD_SCALAR_START: { message: 'text cannot begin with this character', hint: 'put the text in quotes' },
  BAD_DQ_ESCAPE: { message: 'there is no such escape', hint: 'write \\\\ for a backslash, or use single quotes' },
};

const unclosed: Words = { message: 'a "[" or "{" above is not closed, or what follows it is not indented' };

/** Says what the YAML parser found in words about the file. */
export function describeYamlError({ code, message, pos }: YAMLError): YamlProblem {
  const span = { start: pos[0], end: Math.max(pos[0], pos[1]) };
  const words = message.startsWith('Flow ') ? unclosed : wordsByCode[code];
  return { span, message: `this is not YAML: ${decapitalized(message)}`, harmless: false, ...words };
}

/** Keys that are in a map twice. */
export function findRepeatedKeys(document: Document): YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const pair of map.items) {
        if (!isScalar(pair.key) || isMergeKey(pair)) continue;
        const { value, range } = pair.key;
        if (seen.has(value)) {
          const span = { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
          problems.push({ span, message: 'duplicate key', hint: 'keep one of them', harmless: true });
        }
        seen.add(value);
      }
    },
  });
  return problems;
}

/** What the parser lets pass and the conversion to plain values would stumble over. */
export function findBrokenNodes(document: Document): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const report = (node: unknown, message: string, hint: string): void => {
    const [start, end] = (node as { range?: [number, number, number] | null } | null)?.range ?? [0, 0];
    problems.push({ span: { start, end }, message, hint, harmless: false });
  };
  const anchors = new Map<string, unknown>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        if (!anchors.has(node.source))
          report(node, `there is no anchor &${node.source} above`, 'write it where the value is defined');
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Pair(_, pair) {
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        report(pair.key, `${quote('__proto__')} cannot be a key`, 'use another name');
      if (isMergeKey(pair) && !mergeable(pair.value, anchors)) {
        report(pair.value ?? pair.key, '"<<" merges maps only', 'write an alias of a map, or a list of those');
      }
    },
  });
  return problems;
}

function mergeable(value: unknown, anchors: ReadonlyMap<string, unknown>): boolean {
  const target = (node: unknown): unknown => (isAlias(node) ? anchors.get(node.source) : node);
  const source = target(value);
  return isMap(source) || (isSeq(source) && source.items.every((item) => isMap(target(item))));
}

function decapitalized(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
