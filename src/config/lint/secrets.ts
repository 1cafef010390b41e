import { isHidden } from '../../policy/words/redactor.js';
import { isSecret } from '../../policy/words/secret.js';
import type { Finding } from './finding.js';

/**
 * Secret variables whose values are not masked in text, since they would take words out of every text.
 * @param written the variables as they are written
 * @param values those that are known, with `${…}` filled in
 * @param patterns names that are secret beside the usual ones
 */
export function secretFindings(
  written: unknown,
  values: Readonly<Record<string, string | null | undefined>>,
  patterns: readonly string[],
): readonly Finding[] {
  if (typeof written !== 'object' || written === null) return [];
  return Object.keys(written)
    .filter((name) => isSecret(name, patterns) && (values[name] ?? '') !== '' && !isHidden(values[name]!))
    .map((name) => ({
      key: ['env', name],
      message: `the value of ${name} is not masked in logs for agents, bundles, crash cards and reasons`,
      hint: 'values under six characters, numbers and words for yes or no are shown; make it longer',
    }));
}
