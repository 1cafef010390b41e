import { isSecret } from '../../../policy/words/secret.js';
import { variablesIn } from './references.js';

/** The environment of a process for an engine. */
export interface ExportedEnvironment {
  /** What may be written down; references to secret variables may be in the values. */
  readonly plain: ReadonlyMap<string, string>;
  /** The names of those whose values must not be written down: the engine has to be given them. */
  readonly secret: readonly string[];
  /** The names of those that are to be unset. */
  readonly unset: readonly string[];
}

/** A password in an address, as in `postgres://user:password@host`. */
const password = /:\/\/[^\s/?#:@]*:([^\s/?#@]+)@/;

/**
 * Parts what may be written down from what may not.
 * @param secrets patterns of names whose values must not be shown
 */
export function environmentOf(env: Readonly<Record<string, string | null>>, secrets: readonly string[]): ExportedEnvironment {
  const plain = new Map<string, string>();
  const secret: string[] = [];
  const unset: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === null) unset.push(name);
    else if (value !== '' && (isSecret(name, secrets) || hasPassword(value))) secret.push(name);
    else plain.set(name, value);
  }
  return { plain, secret, unset };
}

/** Whether a password is in an address in it, and is no reference. */
export function hasPassword(value: string): boolean {
  const found = password.exec(value)?.[1];
  return found !== undefined && variablesIn(found).length === 0;
}
