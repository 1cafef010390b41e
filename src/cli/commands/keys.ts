import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { loadConfig } from '../../config/load.js';
import { ConfigError } from '../../config/problems/config-error.js';
import { findFile } from '../../config/read/find-file.js';
import { keyRows } from '../../view/chrome/key-table.js';
import { keyOverrides, keyProblems } from '../../view/commands/key-overrides.js';
import { Keymap } from '../../view/commands/keymap.js';
import { jsonText, print, warn } from '../output/print.js';

/** What `keys` is asked for. */
export interface KeysRequest {
  readonly files: readonly string[];
  readonly json: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Prints the table of keys, with those that the configuration gives to commands, where there is one.
 * @throws ConfigError for a file that was named and cannot be used
 */
export async function printKeys({ files, json, environment }: KeysRequest): Promise<void> {
  await print(tableOf(keymapOf(files, environment), json));
}

/** The usual keys where no file is named and none is found, or the one that is found cannot be used, which is said. */
function keymapOf(files: readonly string[], environment: NodeJS.ProcessEnv): Keymap {
  const from = process.cwd();
  if (files.length === 0 && !('file' in findFile(from))) return new Keymap();
  try {
    return new Keymap(keyOverrides(loadConfig({ files, from, environment: shellEnvironment(environment), keyProblems }).keys));
  } catch (error) {
    if (files.length > 0 || !(error instanceof ConfigError)) throw error;
    warn(`the configuration here cannot be used, so these are the default keys; watchdog check says what is wrong`);
    return new Keymap();
  }
}

/** The table of keys as aligned text, or as JSON. */
function tableOf(keymap: Keymap, json: boolean): string {
  const rows = keyRows(keymap);
  if (json) return `${jsonText(rows, 2)}\n`;
  const width = (pick: (row: (typeof rows)[number]) => string): number => Math.max(...rows.map((row) => pick(row).length));
  const keysWidth = width(({ keys }) => keys);
  const whereWidth = width(({ where }) => where);
  const titleWidth = width(({ title }) => title);
  return rows
    .map(({ id, keys, where, title }) =>
      [keys.padEnd(keysWidth), where.padEnd(whereWidth), title.padEnd(titleWidth), id].join('  '),
    )
    .map((line) => `${line}\n`)
    .join('');
}
