import { resolve } from 'node:path';
import { ConfigError } from './problems/config-error.js';
import { findFile } from './read/find-file.js';
import type { SourceText } from './read/source-files.js';
import { readText } from './read/text.js';
import { parseConfiguration } from './resolve/configuration.js';
import type { KeyRules } from './resolve/key-rules.js';
import type { Configuration } from './schema/process-config.js';

/** Which configuration to load. */
export interface LoadOptions {
  /** The files named by the person, relative to `from`, of which the later wins; none means to search. */
  readonly files?: readonly string[];
  /** The folder from which to search upwards. @default the current one */
  readonly from?: string;
  /** The environment of the shell, from which `${…}` takes variables. @default that of this program */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Says what is wrong with `keys`; without it they are not looked at. */
  readonly keyProblems?: KeyRules;
}

/**
 * Finds, reads, checks and completes the configuration: the files that are named, or the nearest watchdog.yaml, watchdog.yml or
 * Procfile. Each of its `processes` is what `Watchdog.registerConfig` takes.
 * @throws ConfigError, a WatchdogError with the code CONFIG_INVALID, whose message is the whole text to print and whose
 * `diagnostics` are the problems one by one
 */
export function loadConfig(options: LoadOptions = {}): Configuration {
  const { files = [], from = process.cwd(), environment = process.env, keyProblems } = options;
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
  throw new ConfigError(`no watchdog.yaml and no Procfile found; looked in ${shown}

Let "watchdog init" write one from package.json, a compose file or a process-compose file, name a file with --file, or write:

processes:
  web:
    command: npm run dev`);
}
