import { chordLabel } from './chords.js';
import { commands } from './commands.js';

/** One row of the table of keys. */
export interface KeyRow {
  /** Separated by spaces: "s F7". */
  readonly keys: string;
  readonly where: string;
  readonly title: string;
}

/** Every command with its keys, for the README and `watchdog keys`. */
export function keyRows(): readonly KeyRow[] {
  return commands.map(({ keys, where, title }) => ({ keys: keys.map(chordLabel).join(' '), where, title }));
}
