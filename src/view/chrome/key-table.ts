import type { Where } from '../commands/command.js';
import { type Keymap, standardKeymap } from '../commands/keymap.js';
import { keysLabel } from '../keys/chords.js';

/** One row of the table of keys. */
export interface KeyRow {
  /** Its name under `keys` of watchdog.yaml. */
  readonly id: string;
  /** Separated by spaces: "s F7". */
  readonly keys: string;
  readonly where: string;
  readonly title: string;
}

/** Every command with its keys, for docs/keys.md and `watchdog keys`. */
export function keyRows({ commands }: Keymap = standardKeymap): readonly KeyRow[] {
  return commands.map(({ id, keys, where, title }) => ({
    id,
    keys: keysLabel(keys),
    where: placeWords(where),
    title,
  }));
}

/** A place in words. */
function placeWords(where: Where): string {
  if (where === 'process') return 'anywhere, details';
  return where === 'reading' ? 'anywhere, page' : where;
}
