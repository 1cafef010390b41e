import { parseDuration } from '../../policy/words/duration.js';
import { type KeyPath, type Problem, subjectOf } from '../problems/problem.js';
import { showValue } from '../problems/words.js';
import { type RawMap, valueAt } from '../schema/merge-defaults.js';

const bounds: readonly { readonly first: KeyPath; readonly longest: KeyPath }[] = [
  { first: ['restartDelay'], longest: ['backoff', 'max'] },
  { first: ['circuit', 'cooldown'], longest: ['circuit', 'maxCooldown'] },
];

/**
 * Waits that begin longer than the longest that is written for them; where one of the two is not written, it adapts.
 * @param own what the process itself says
 * @param raw the same with the defaults that count
 * @param path of the process
 */
export function waitProblems(own: RawMap, raw: RawMap, path: KeyPath): Problem[] {
  return bounds.flatMap(({ first, longest }): Problem[] => {
    const [from, to] = [valueAt(raw, first), valueAt(raw, longest)];
    if (!(millisecondsOf(from) > millisecondsOf(to))) return [];
    const ownKey = [longest, first].find((key) => valueAt(own, key) !== undefined);
    const message = `${subjectOf(longest)}: ${showValue(to)} is less than ${subjectOf(first)} (${showValue(from)})`;
    const place = ownKey === undefined ? ['defaults', ...longest] : [...path, ...ownKey];
    return [{ path: place, at: 'value', message, hint: 'make it longer, or leave it out' }];
  });
}

/** NaN, which compares as neither more nor less, for what is no duration. */
function millisecondsOf(value: unknown): number {
  return (typeof value === 'string' || typeof value === 'number' ? parseDuration(value) : undefined) ?? Number.NaN;
}
