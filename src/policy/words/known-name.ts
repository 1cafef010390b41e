import { WatchdogError } from './errors.js';
import { nearest } from './nearest.js';

/**
 * The name, where it is one of `names`.
 * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
 */
export function knownName(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const close = nearest(name, names);
  const hint = close === undefined ? '' : `; did you mean '${close}'?`;
  throw new WatchdogError('PROCESS_UNKNOWN', `Process '${name}' not registered${hint}`);
}
