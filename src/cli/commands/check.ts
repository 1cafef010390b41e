import { type Stats, statSync } from 'node:fs';
import { parse } from 'yaml';
import { openCgroups, treesBy } from '../../adapters/cgroup/folder.js';
import { previewWatch } from '../../adapters/files/watch-preview.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { whyNotExecutable } from '../../adapters/spawn/find-executable.js';
import { lint } from '../../config/lint/lint.js';
import type { Disk } from '../../config/lint/missing.js';
import { readConfig } from '../../config/load.js';
import { ConfigError, errorOf, mostShown, warningLines } from '../../config/problems/config-error.js';
import type { Diagnostic } from '../../config/problems/diagnostic.js';
import { renderConfiguration } from '../../config/report/check.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { plainLine, plainText } from '../../policy/words/plain-text.js';
import { childEnvironment } from '../../supervisor/process/parts.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { jsonText, say } from '../output/print.js';

/** What `check` is asked for. */
export interface CheckRequest {
  readonly files: readonly string[];
  readonly print: boolean;
  /** Whether warnings are errors. */
  readonly strict: boolean;
  /** Whether the answer is one JSON document. */
  readonly json: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Validates the configuration and says that it is well, or shows it resolved; says before what is valid and will not do what its
 * reader expects. Returns the exit status.
 * @throws ConfigError with all that is wrong, and where it is strict with what would be a warning, unless JSON reports it
 */
export async function check({ files, print, strict, json, environment }: CheckRequest): Promise<number> {
  try {
    const read = readConfig({ files, from: process.cwd(), environment: shellEnvironment(environment), keyProblems });
    const { configuration } = read;
    const warnings = [...configuration.warnings, ...(await lint(read, diskOf(shellEnvironment(environment))))];
    if (strict && warnings.length > 0) throw errorOf(warnings);
    const trees = treesBy(configuration.cgroups ? openCgroups() : undefined);
    if (json) sayAsJson(configuration, { warnings, trees, print });
    else sayInWords(configuration, { files, warnings, trees, print });
    return 0;
  } catch (error) {
    if (!json || !(error instanceof ConfigError)) throw error;
    const { diagnostics, message, exitCode } = error;
    // Where there is no file, there is nothing to point into.
    const errors = diagnostics.length > 0 ? diagnostics : [{ message }];
    process.stdout.write(`${jsonText({ valid: false, ...limited({ errors, warnings: [] }) }, 2)}\n`);
    return exitCode;
  }
}

/** @param base what every process gets as its environment */
function diskOf(base: Readonly<Record<string, string>>): Disk {
  return {
    previewWatch,
    isFolder: (path) => statsOf(path)?.isDirectory() ?? false,
    isFile: (path) => statsOf(path)?.isFile() ?? false,
    canRun: (command, config) =>
      whyNotExecutable({ command, cwd: config.cwd, env: childEnvironment(config, base) }) === undefined,
  };
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

interface Findings {
  readonly warnings: readonly Diagnostic[];
  /** How trees of processes are known. */
  readonly trees: string;
  readonly print: boolean;
}

function sayAsJson(configuration: Configuration, { warnings, trees, print }: Findings): void {
  const { file, name, processes } = configuration;
  const resolved = print ? { configuration: parse(renderConfiguration(configuration)) as unknown } : {};
  const found = limited({ errors: [], warnings });
  const document = { valid: true, file, name, processes: processes.length, trees, ...found, ...resolved };
  process.stdout.write(`${jsonText(document, 2)}\n`);
}

/** What is wrong as it goes into one document: as much as is read at once, and the count of the rest. */
function limited({ errors, warnings }: { readonly errors: readonly unknown[]; readonly warnings: readonly unknown[] }): object {
  const [moreErrors, moreWarnings] = [errors.length - mostShown, warnings.length - mostShown];
  return {
    errors: errors.slice(0, mostShown),
    ...(moreErrors > 0 ? { moreErrors } : {}),
    warnings: warnings.slice(0, mostShown),
    ...(moreWarnings > 0 ? { moreWarnings } : {}),
  };
}

function sayInWords(
  configuration: Configuration,
  { files, warnings, trees, print }: Findings & { readonly files: readonly string[] },
): void {
  for (const line of warningLines(warnings)) say(line);
  if (print) {
    process.stdout.write(plainText(renderConfiguration(configuration)));
    return;
  }
  const count = configuration.processes.length;
  const [file, ...others] = files.length > 1 ? files : [configuration.file];
  const subject = others.length === 0 ? `${file} is` : `${[file, ...others].join(' with ')} are`;
  process.stdout.write(`process trees: ${trees}\n`);
  process.stdout.write(`${plainLine(subject)} valid: ${count} ${count === 1 ? 'process' : 'processes'}\n`);
}
