import { quote } from './words.js';

/** The way from the top of the file to a value: keys and list positions. */
export type KeyPath = readonly (string | number)[];

/** Something wrong in a configuration, before it is known where in a file it is. */
export interface Problem {
  readonly path: KeyPath;
  /** What to point at: the value at the path, its key, or, where the key is missing, the key of what should hold it. */
  readonly at: 'value' | 'key' | 'parent';
  /** What is wrong, in words about the user's file. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** A problem as one line of text. */
export function problemText(problem: Pick<Problem, 'message' | 'hint'>): string {
  return problem.hint === undefined ? problem.message : `${problem.message}; ${problem.hint}`;
}

/** What a path is called in a sentence: `circuit.threshold`, `args[1]`, `process "api"`, `the configuration`. */
export function subjectOf(path: KeyPath): string {
  const { owner, rest } = split(path);
  return rest.length > 0 ? dotted(rest) : (owner ?? 'the configuration');
}

/** Where a key is: `in process "api"`, `in circuit of process "api"`, `at the top level`. */
export function describePlace(parent: KeyPath): string {
  const { owner, rest } = split(parent);
  if (rest.length === 0) return owner === undefined ? 'at the top level' : `in ${owner}`;
  return owner === undefined ? `in ${dotted(rest)}` : `in ${dotted(rest)} of ${owner}`;
}

/** The problem of a health check that says neither in itself nor through the defaults what to ask. */
export function asksNothing(path: KeyPath): Problem {
  const key = path.at(-1);
  const kinds =
    key === 'liveness' ? 'http, tcp or exec' : key === 'readiness' ? 'http, tcp, exec, log or fd' : 'http, tcp, exec or log';
  return { path, at: 'key', message: `${subjectOf(path)} does not say what to check`, hint: `add ${kinds}` };
}

function split(path: KeyPath): { owner: string | undefined; rest: KeyPath } {
  if (path[0] === 'processes' && path.length > 1) return { owner: `process ${quote(String(path[1]))}`, rest: path.slice(2) };
  if (path[0] === 'defaults') return { owner: 'defaults', rest: path.slice(1) };
  return { owner: undefined, rest: path };
}

function dotted(path: KeyPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const plain = /^[\w-]{1,60}$/.test(step) ? step : quote(step);
      return index === 0 ? plain : `.${plain}`;
    })
    .join('');
}
