import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { nearest } from '../../policy/words/nearest.js';

/** Which processes to start. */
export interface NamesRequest {
  /** With what they depend on; none means all. */
  readonly names: readonly string[];
  /** The commands of the program, which a mistyped name may have meant; none after `up`. */
  readonly commands: readonly string[];
}

/**
 * Checks that there is a process for each name.
 * @throws WatchdogError USAGE, with what was probably meant
 */
export function checkNames({ names, commands }: NamesRequest, { processes, file }: Configuration): void {
  const known = processes.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    // `up NAME` means a process; without `up` it may have meant a command.
    const what = commands.length === 0 ? 'no process' : 'no process and no command';
    const close = nearest(name, [...known, ...commands]);
    const hint = close === undefined ? `${file} has ${known.join(', ') || 'none'}` : `did you mean "${close}"?`;
    throw new WatchdogError('USAGE', `watchdog: ${what} is called "${name}"; ${hint}`);
  }
}
