import type * as z from 'zod';
import { guessChoice, guessKey } from '../problems/guess-key.js';
import { describePlace, type KeyPath, type Problem, subjectOf } from '../problems/problem.js';
import { describeValue, either, showValue } from '../problems/words.js';
import { listAdvice, mapAdvice, stringAdvice } from './advice.js';
import { isFreeKey } from './merge-defaults.js';

type Issue = z.core.$ZodIssue;

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/**
 * Turns what the schema found into problems in plain words.
 * @param root the value that was parsed
 * @param prefix the path of that value in the file
 */
export function problemsOf(error: z.ZodError, root: unknown, prefix: KeyPath = []): Problem[] {
  return error.issues.filter((issue) => !isOutdone(issue, error.issues)).flatMap((issue) => translate(issue, root, prefix));
}

/** A number beyond what is counted exactly has, where another bound is lower, that one to say. */
function isOutdone(issue: Issue, issues: readonly Issue[]): boolean {
  return (
    issue.code === 'too_big' &&
    issues.some((other) => other.code === 'too_big' && other.maximum < issue.maximum && isSamePath(other, issue))
  );
}

function isSamePath(one: Issue, other: Issue): boolean {
  return one.path.length === other.path.length && one.path.every((step, index) => step === other.path[index]);
}

function translate(issue: Issue, root: unknown, prefix: KeyPath): Problem[] {
  const relative = issue.path as (string | number)[];
  const path = [...prefix, ...relative];
  const value = valueAt(root, relative);
  const wrong = (must: string, hint?: string): Problem[] => [
    {
      path,
      at: 'value',
      message: `${subjectOf(path)} must be ${must}, ${value === null ? 'and is' : 'not'} ${showValue(value)}`,
      hint,
    },
  ];
  switch (issue.code) {
    case 'invalid_type': {
      if (value === undefined) return missing(path, valueAt(root, relative.slice(0, -1)));
      const must = nouns[issue.expected] ?? issue.expected;
      return [{ path, at: 'value', message: mustBe(path, must, value), hint: typeHint(path, issue.expected, value) }];
    }
    case 'invalid_value': {
      if (value === undefined) return missing(path, valueAt(root, relative.slice(0, -1)));
      return wrong(either(issue.values.map(showValue)), closeWord(value, issue.values) ?? typeHint(path, 'choice', value));
    }
    case 'too_small':
      return wrong(`${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`);
    case 'too_big':
      return wrong(`${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`);
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, at: 'key', message: inner.message, hint: hintOf(inner) }));
    case 'invalid_union': {
      if (value === undefined) return missing(path, valueAt(root, relative.slice(0, -1)));
      const branch = closestBranch(issue.errors);
      if (branch !== undefined)
        return branch.flatMap((inner) => translate({ ...inner, path: [...relative, ...inner.path] }, root, prefix));
      const words = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
      return [{ path, at: 'value', message: mustBe(path, issue.message, value), hint: closeWord(value, words) }];
    }
    case 'custom': {
      const { known } = (issue.params ?? {}) as { known?: readonly string[] };
      if (known !== undefined) return [unknownKey(path, known)];
      return [{ path, at: 'value', message: `${subjectOf(path)}: ${issue.message}`, hint: hintOf(issue) }];
    }
    default:
      return [{ path, at: 'value', message: `${subjectOf(path)}: ${issue.message}` }];
  }
}

/** The alternative whose kind of value this is: the only one that complains about something else than the kind. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code.startsWith('invalid_')),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function closeWord(value: unknown, choices: readonly unknown[]): string | undefined {
  const close = guessChoice(value, choices);
  return close === undefined ? undefined : `did you mean ${showValue(close)}?`;
}

function unknownKey(path: KeyPath, known: readonly string[]): Problem {
  const key = String(path.at(-1));
  const place = describePlace(path.slice(0, -1));
  const close = guessKey(key, known);
  const hint = path.length > 1 && topLevelOnly.has(key) ? topLevelHint(key) : closeHint(close, known);
  return { path, at: 'key', message: `unknown key ${showValue(key)} ${place}`, hint };
}

/** Keys that are the whole file's, and nothing below it has. */
const topLevelOnly: ReadonlySet<string> = new Set([
  'theme',
  'notify',
  'secrets',
  'cgroups',
  'containers',
  'processes',
  'defaults',
]);

function topLevelHint(key: string): string {
  return `${showValue(key)} belongs to the whole file; write it at the top level, beside "processes:"`;
}

function closeHint(close: string | undefined, known: readonly string[]): string {
  return close === undefined ? `the keys here are ${known.join(', ')}` : `did you mean ${showValue(close)}?`;
}

/** A key that should be there; nothing where another one is guessed to be a slip of it, which is said of that. */
function missing(path: KeyPath, parent: unknown): Problem[] {
  const key = String(path.at(-1));
  if (Object.keys(Object(parent)).some((other) => !isFreeKey(other) && guessKey(other, [key]) !== undefined)) return [];
  const hint = path.length === 1 && key === 'processes' ? 'write "processes: {}" for none' : undefined;
  return [{ path, at: 'parent', message: `${showValue(key)} is missing ${describePlace(path.slice(0, -1))}`, hint }];
}

function mustBe(path: KeyPath, must: string, value: unknown): string {
  return `${subjectOf(path)} must be ${must}, ${value === null ? 'and is empty' : `not ${describeValue(value)}`}`;
}

function typeHint(path: KeyPath, expected: string, value: unknown): string | undefined {
  if (expected === 'string') return stringAdvice(path, value);
  if (path.length === 2 && path[0] === 'processes' && typeof value === 'string')
    return `write "command:" before it, on a line of its own`;
  if (expected === 'boolean') {
    const close = closeWord(value, [true, false]);
    if (close !== undefined) return close;
  }
  if (expected === 'array') return listAdvice(path, value);
  if (expected === 'object' || expected === 'record') return mapAdvice(path, value);
  return typeof value === 'string' && /^(true|false|-?\d+)$/.test(value) ? 'write it without quotes' : undefined;
}

function hintOf(issue: Issue): string | undefined {
  return issue.code === 'custom' ? (issue.params?.hint as string | undefined) : undefined;
}

function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step], root);
}
