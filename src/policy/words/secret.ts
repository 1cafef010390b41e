import { matchesGlob } from './glob.js';

const usualNames = /TOKEN|SECRET|PASSWORD|KEY|^AUTHORIZATION$|^COOKIE$/i;

/**
 * Whether the value of a variable or a header must not be shown, by its name.
 * @param patterns whole names in which `*` stands for any characters and `?` for one, beside the usual words; case does not matter
 */
export function isSecret(name: string, patterns: readonly string[]): boolean {
  return usualNames.test(name) || patterns.some((pattern) => matchesGlob(name.toUpperCase(), pattern.toUpperCase()));
}
