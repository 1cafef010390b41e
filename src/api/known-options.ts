import { WatchdogError } from '../policy/words/errors.js';
import { nearest } from '../policy/words/nearest.js';

/** What the value of an option must be. */
export type OptionKind = 'boolean' | 'milliseconds' | 'string' | 'object' | 'function' | 'any';

const demands: Readonly<Record<OptionKind, string>> = {
  boolean: 'true or false',
  milliseconds: 'a number of milliseconds, 0 or more',
  string: 'a string',
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
  if (kind === 'milliseconds') return typeof value === 'number' && value >= 0;
  return value !== null && typeof value === kind;
}
