import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { procfileIn } from './procfile-settings.js';

/** The names that a configuration can have, the preferred first; after them comes a Procfile. */
const fileNames = ['watchdog.yaml', 'watchdog.yml'];

/** Where the configuration is, or the folders in which it is not, nearest first. */
export type Found = { readonly file: string } | { readonly searched: readonly string[] };

/**
 * Searches for a configuration in a folder and those above it.
 * @param from absolute
 */
export function findFile(from: string): Found {
  const searched: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    const file = fileNames.map((name) => join(folder, name)).find(isFile) ?? procfileIn(folder, isFile);
    if (file !== undefined) return { file };
    searched.push(folder);
    if (folder === dirname(folder)) return { searched };
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Missing, or in a folder that cannot be entered: not here, in any case.
    return false;
  }
}
