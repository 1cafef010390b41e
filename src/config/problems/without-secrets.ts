import { isHidden, Redactor, secretValuesOf } from '../../policy/words/redactor.js';
import { isSecret } from '../../policy/words/secret.js';
import type { Diagnostic } from './diagnostic.js';

/** Where secrets may come from that complaints could show. */
export interface SecretSources {
  /** Names that are secret beside the usual ones. */
  readonly patterns: readonly string[];
  /** Those of the shell, and of files of variables. */
  readonly variables: readonly Readonly<Record<string, string | undefined>>[];
  /** Values that were put into strings, by the names of their variables. */
  readonly used: readonly (readonly [name: string, text: string])[];
  /** What the files say, variables put in. */
  readonly written: unknown;
  /** The files of the configuration; all others are files of variables. */
  readonly files: readonly string[];
}

/** What complaints go through before anybody reads them, so that a build's log has no secrets: `***` replaces each. */
export function withoutSecrets(sources: SecretSources): (diagnostic: Diagnostic) => Diagnostic {
  const { patterns, variables, used, written, files } = sources;
  const redactor = new Redactor();
  for (const each of variables) redactor.hide(secretValuesOf(each, patterns));
  const values = [...used.flatMap(([name, text]) => (isSecret(name, patterns) ? [text] : [])), ...secretsIn(written, patterns)];
  // What could not be put in is left as a name, which is no secret.
  redactor.hide(values.filter((text) => !text.includes('${')));
  const lineOf = ({ file, lineText }: Diagnostic): string => {
    const line = files.includes(file) ? coverNamed(lineText, patterns) : coverValue(lineText);
    return redactor.cover(line);
  };
  return (diagnostic) => ({
    ...diagnostic,
    message: redactor.redact(diagnostic.message),
    ...(diagnostic.hint === undefined ? {} : { hint: redactor.redact(diagnostic.hint) }),
    lineText: lineOf(diagnostic),
  });
}

/** Whether there is a secret in what the files of a configuration say: in a variable or a header by its name, or by its looks. */
export function holdsSecrets(
  sources: readonly { readonly text: string; readonly value: unknown }[],
  patterns: readonly string[],
): boolean {
  const redactor = new Redactor();
  for (const { value } of sources) redactor.hide(secretsIn(value, patterns));
  return sources.some(({ text }) => redactor.redact(text) !== text);
}

/** The values of secret members anywhere in a tree of maps, as of `env` and of headers. */
function secretsIn(value: unknown, patterns: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  const texts = Array.isArray(value) ? [] : members.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const own = texts.length === 0 ? [] : secretValuesOf(Object.fromEntries(texts), patterns);
  return [...own, ...members.flatMap(([, each]) => secretsIn(each, patterns))];
}

const named = /([A-Za-z_][\w.-]*)(["']?\s*[:=]\s*["']?)([^\s"',{}[\]]+)/g;

/** A line in which a secret name is before a value, wherever it is: a file that cannot be read says no more. */
function coverNamed(line: string, patterns: readonly string[]): string {
  return line.replace(named, (whole, name: string, sign: string, value: string) =>
    isSecret(name, patterns) && isHidden(value) && !value.startsWith('$') ? `${name}${sign}${'*'.repeat(value.length)}` : whole,
  );
}

/** A line of a file of variables: what is wrong with it may hide its name. */
function coverValue(line: string): string {
  const begin = /^\s*(?:export\s+)?[^\s=:"']*/.exec(line)![0];
  return begin + line.slice(begin.length).replace(/[^\s=:#"'$]/g, '*');
}
