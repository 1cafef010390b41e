import { resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { findFile } from './find-file.js';
import type { KeyRules } from './key-rules.js';
import { parseConfiguration } from './parse-configuration.js';
import type { Configuration } from './process-config.js';
import { readText } from './read-text.js';
import type { SourceText } from './source-files.js';

/** Which configuration to load. */
export interface LoadOptions {
  /** The files named by the person, relative to `from`, of which the later wins; none means to search. */
  readonly files?: readonly string[];
  /** The folder from which to search upwards. */
  readonly from: string;
  /** The environment of the shell, from which `${…}` takes variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says what is wrong with `keys`; without it they are not looked at. */
  readonly keyProblems?: KeyRules;
}

/**
 * Finds, reads, checks and completes the configuration.
 * @throws ConfigError whose message is the whole text to print
 */
export function loadConfig({ files = [], from, environment, keyProblems }: LoadOptions): Configuration {
  const [first = searchedFile(resolve(from)), ...others] = files.map((file) => resolve(from, file));
  const sourceOf = (file: string): SourceText => ({ file, text: readText(file) });
  return parseConfiguration([sourceOf(first), ...others.map(sourceOf)], environment, keyProblems);
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
