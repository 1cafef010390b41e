import { resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { findFile } from './find-file.js';
import { parseConfiguration } from './parse-configuration.js';
import type { Configuration } from './process-config.js';
import { readText } from './read-text.js';

/** Which configuration to load. */
export interface LoadOptions {
  /** The files named by the person, relative to `from`; none means to search. */
  readonly files?: readonly string[];
  /** The folder from which to search upwards. */
  readonly from: string;
}

/**
 * Finds, reads, checks and completes the configuration.
 * @throws ConfigError whose message is the whole text to print
 */
export function loadConfig({ files = [], from }: LoadOptions): Configuration {
  if (files.length > 1) throw new ConfigError(`several files are not supported yet: ${files.join(', ')}; name one`);
  const file = files[0] === undefined ? searchedFile(resolve(from)) : resolve(from, files[0]);
  return parseConfiguration(readText(file), file);
}

function searchedFile(from: string): string {
  const found = findFile(from);
  if ('file' in found) return found.file;
  const folders = found.lookedIn;
  const shown =
    folders.length > 4 ? `${folders.slice(0, 2).join(', ')} and the ${folders.length - 2} folders above` : folders.join(', ');
  throw new ConfigError(`no watchdog.yaml found; looked in ${shown}

Write one like this, or name a file with --file:

processes:
  web:
    command: npm run dev`);
}
