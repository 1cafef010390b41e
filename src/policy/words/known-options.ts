import { WatchdogError } from './errors.js';
import { nearest } from './nearest.js';

/** What the value of an option must be. */
export type OptionKind = 'boolean' | 'milliseconds' | 'string' | 'strings' | 'object' | 'function' | 'any';

const demands: Readonly<Record<OptionKind, string>> = {
  boolean: 'true or false',
  milliseconds: 'a number of milliseconds, 0 or more',
  string: 'a string',
  strings: 'a list of strings',
  object: 'an object',
  function: 'a function',
  any: 'anything',
};

/**
 * Refuses options that would have no effect, or another than their user thinks. Undefined counts as left out.
 * @param owner whose options they are, as it is called: `new Watchdog()`
 * @throws WatchdogError USAGE
 */
export function checkOptions(owner: string, given: object, kinds: Readonly<Record<string, OptionKind>>): void {
  // Code without types may give anything.
  const options: unknown = given;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new WatchdogError('USAGE', `${owner} takes an object with options: ${Object.keys(kinds).join(', ')}`);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      const close = nearest(name, Object.keys(kinds));
      const hint = close === undefined ? `it has ${Object.keys(kinds).join(', ')}` : `did you mean '${close}'?`;
      throw new WatchdogError('USAGE', `${owner} has no option '${name}'; ${hint}`);
    }
    if (!isOfKind(value, kind)) throw new WatchdogError('USAGE', `the option '${name}' of ${owner} must be ${demands[kind]}`);
  }
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  if (kind === 'any') return true;
  if (kind === 'strings') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (kind === 'milliseconds') return typeof value === 'number' && value >= 0;
  return value !== null && typeof value === kind;
}

/**
 * Refuses a word that is none of those that there are.
 * @param owner what takes it, as it is called: `waitFor()`
 * @throws WatchdogError USAGE
 */
export function checkWord(owner: string, given: unknown, words: readonly string[]): void {
  if (words.some((word) => word === given)) return;
  const close = typeof given === 'string' ? nearest(given, words) : undefined;
  const hint = close === undefined ? `it takes ${words.join(', ')}` : `did you mean '${close}'?`;
  throw new WatchdogError('USAGE', `${owner} does not take ${typeof given === 'string' ? `'${given}'` : typeof given}; ${hint}`);
}
