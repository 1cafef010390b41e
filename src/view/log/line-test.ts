import { compileExpression, type TextRange } from '../../policy/words/expression.js';

/** What the user searches for in lines. */
export interface LineTest {
  /** False where none of the lines in `block` can pass; costs little. Lines are plain and stand between newlines. */
  mayPass(block: string): boolean;
  /** Whether a plain line passes. */
  passes(line: string): boolean;
  /** Where in a plain line that is which was searched for, from the left. */
  ranges(line: string): readonly TextRange[];
}

/** What the user typed, understood; `test` is undefined where nothing was typed. */
export type ParsedTest =
  | { readonly ok: true; readonly test: LineTest | undefined }
  | { readonly ok: false; readonly problem: string };

const expression = /^\/(.+)\/(i?)$/s;
const terms = /(!?)(\/(?:[^/\\]|\\.)+\/i?(?=\s|$)|\S+)/g;

/** Understands a search: the text as it is, or `/expression/`. Without a capital letter in it, capitals do not matter. */
export function parseSearch(text: string): ParsedTest {
  if (text === '') return { ok: true, test: undefined };
  return parsed(() => termTest(text));
}

/** Understands a filter: words that a line must all have, `!words` that it must not have, and `/expressions/`. */
export function parseFilter(text: string): ParsedTest {
  return parsed(() => {
    const tests = [...text.matchAll(terms)].flatMap(([, not, term]) => {
      // A lone "!" is the beginning of one.
      if (term === '!' && not === '') return [];
      return [not === '!' ? negated(termTest(term!)) : termTest(term!)];
    });
    return tests.length === 0 ? undefined : allOf(tests);
  });
}

/** Passes what all of them pass. */
export function allOf(tests: readonly LineTest[]): LineTest {
  if (tests.length === 1) return tests[0]!;
  return {
    mayPass: (block) => tests.every((test) => test.mayPass(block)),
    passes: (line) => tests.every((test) => test.passes(line)),
    ranges: (line) => tests.flatMap((test) => test.ranges(line)).sort((one, other) => one.start - other.start),
  };
}

function parsed(make: () => LineTest | undefined): ParsedTest {
  try {
    return { ok: true, test: make() };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: error.message };
    throw error;
  }
}

function termTest(term: string): LineTest {
  const [, source, flag] = expression.exec(term) ?? [];
  return source === undefined ? wordTest(term) : expressionTest(flag === 'i' ? `(?i)${source}` : source);
}

function expressionTest(source: string): LineTest {
  const { test, ranges } = compileExpression(source);
  return { mayPass: () => true, passes: test, ranges };
}

function wordTest(word: string): LineTest {
  const isSmall = word === word.toLowerCase();
  const fold = (text: string): string => (isSmall ? text.toLowerCase() : text);
  const has = (text: string): boolean => fold(text).includes(word);
  return {
    mayPass: has,
    passes: has,
    ranges: (line) => rangesOf(word, isSmall ? foldInPlace(line) : line),
  };
}

function negated({ passes }: LineTest): LineTest {
  return { mayPass: () => true, passes: (line) => !passes(line), ranges: () => [] };
}

function rangesOf(word: string, text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    found.push({ start: at, end: at + word.length });
  }
  return found;
}

/** In small letters, each character in its place: the small form of some is longer. */
function foldInPlace(text: string): string {
  const folded = text.toLowerCase();
  if (folded.length === text.length) return folded;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}
