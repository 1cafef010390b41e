import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { checkOptions, type OptionKind } from '../policy/words/known-options.js';
import { sourcesIn } from './import/sources.js';
import { sayUnreadable } from './import/unreadable.js';
import { type KeptPorts, keptPortsFile, readKeptPorts } from './ports/kept.js';
import type { Scaled } from './ports/replicas.js';
import { ConfigError } from './problems/config-error.js';
import { type Diagnostic, diagnosticAt } from './problems/diagnostic.js';
import { findFile } from './read/find-file.js';
import { isProcfile } from './read/procfile.js';
import type { SourceText } from './read/source-files.js';
import { readText } from './read/text.js';
import { parseConfiguration, type ReadConfiguration } from './resolve/configuration.js';
import type { KeyRules } from './resolve/key-rules.js';
import type { Readings } from './resolve/valid-reading.js';
import type { Configuration } from './schema/process-config.js';

/** The folder beside a configuration in which a run keeps its state. */
const stateFolder = '.watchdog';

/** Which configuration to load. */
export interface LoadOptions {
  /** The files named by the user, relative to `from`, of which the later wins; none means to search. */
  readonly files?: readonly string[];
  /** The folder from which to search upwards. @default the current one */
  readonly from?: string;
  /** The environment of the shell, from which `${…}` takes variables. @default that of this program */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** The profiles that are active. @default none */
  readonly profiles?: readonly string[];
  /** The ports that were chosen before. @default those that are kept beside the first file @internal */
  readonly keptPorts?: KeptPorts | undefined;
  /** How many replicas there are now, in place of the numbers in the file. @default as the file says @internal */
  readonly scaled?: Scaled | undefined;
  /** Says what is wrong with `keys`; without it they are not checked. @internal */
  readonly keyProblems?: KeyRules;
  /** What is put into strings for a secret variable by its name. @default its value @internal */
  readonly secretReference?: (name: string) => string;
  /** What was made of the files before, and where that is kept. @default nothing is @internal */
  readonly readings?: Readings | undefined;
}

const optionKinds: Readonly<Record<keyof LoadOptions, OptionKind>> = {
  files: 'strings',
  from: 'string',
  environment: 'object',
  profiles: 'strings',
  keptPorts: 'object',
  scaled: 'object',
  keyProblems: 'function',
  secretReference: 'function',
  readings: 'object',
};

/**
 * Finds, reads, checks and completes the configuration: the files that are named, or the nearest watchdog.yaml, watchdog.yml or
 * Procfile. Each of its `processes` is what `Watchdog.registerConfig` takes.
 * @throws WatchdogError USAGE for an option that there is not; ConfigError, a WatchdogError with the code CONFIG_INVALID, whose message is the whole text to print and whose
 * `diagnostics` are the problems one by one
 */
export function loadConfig(options: LoadOptions = {}): Configuration {
  checkOptions('loadConfig()', options, optionKinds);
  return readConfig(options).configuration;
}

/**
 * Finds, reads and completes the configuration as `loadConfig` does, and returns with it what it was made of.
 * @throws ConfigError as `loadConfig` does
 */
export function readConfig(options: LoadOptions): ReadConfiguration {
  const {
    files = [],
    from = process.cwd(),
    environment = process.env,
    keyProblems,
    profiles,
    scaled,
    secretReference,
    readings,
  } = options;
  const [first = searchedFile(resolve(from)), ...others] = files.map((file) => resolve(from, file));
  const sourceOf = (file: string): SourceText => ({ file, text: readText(file) });
  const keptPorts = options.keptPorts ?? readKeptPorts(join(dirname(first), stateFolder, keptPortsFile));
  const parsing = { keyProblems, profiles, scaled, keptPorts, secretReference, readings };
  const read = parseConfiguration([sourceOf(first), ...others.map(sourceOf)], environment, parsing);
  const { configuration } = read;
  const passedOver = files.length === 0 ? otherProcfile(first) : [];
  if (passedOver.length === 0) return read;
  return { ...read, configuration: { ...configuration, warnings: [...passedOver, ...configuration.warnings] } };
}

/** Says which of two Procfiles was found. */
function otherProcfile(found: string): readonly Diagnostic[] {
  const other = join(dirname(found), 'Procfile');
  if (!isProcfile(found) || found === other || !existsSync(other)) return [];
  const words = { message: 'this is read, and not the Procfile beside it', hint: 'name the other one with --file Procfile' };
  return [diagnosticAt(found, '', { start: 0, end: 0 }, words)];
}

function searchedFile(from: string): string {
  const found = findFile(from);
  if ('file' in found) return found.file;
  const folders = found.searched;
  const shown =
    folders.length > 4 ? `${folders.slice(0, 2).join(', ')} and the ${folders.length - 2} folders above` : folders.join(', ');
  throw new ConfigError(`no watchdog.yaml and no Procfile found; looked in ${shown}

${otherTools(from) ?? 'Let "watchdog init" write one from the files of another tool, name a file with --file, or write:'}

processes:
  web:
    command: npm run dev`);
}

/** What is in a folder in place of a configuration; undefined where nothing is known there. */
function otherTools(folder: string): string | undefined {
  const { processes, compose, unreadable } = sourcesIn(folder);
  const readable = [...processes, ...(compose === undefined ? [] : [compose])];
  const [first] = readable;
  const lines = [
    ...(first === undefined
      ? []
      : [
          `${readable.join(', ')}: watchdog does not run ${readable.length === 1 ? 'it as it is' : 'them as they are'}; make a watchdog.yaml with: watchdog init --from ${first}`,
        ]),
    ...unreadable.map(sayUnreadable),
  ];
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n\nOr name a file with --file, or write:`;
}
