import { openCgroups, treesBy } from '../../adapters/cgroup/folder.js';
import { lookAtWatch } from '../../adapters/files/watch-look.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { lint } from '../../config/lint/lint.js';
import { readConfig } from '../../config/load.js';
import { errorOf, warningLines } from '../../config/problems/config-error.js';
import { renderConfiguration } from '../../config/report/check.js';
import { plainLine, plainText } from '../../policy/words/plain-text.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { say } from '../output/print.js';

/**
 * Validates the configuration and says that it is well, or shows it resolved; says before what is valid and will not do what its
 * reader expects.
 * @throws ConfigError with all that is wrong, and where it is strict with what would be a warning
 */
export async function check(request: {
  readonly files: readonly string[];
  readonly print: boolean;
  /** Whether warnings are errors. */
  readonly strict: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}): Promise<void> {
  const { files, print, strict } = request;
  const read = readConfig({
    files,
    from: process.cwd(),
    environment: shellEnvironment(request.environment),
    keyProblems,
  });
  const { configuration } = read;
  const warnings = [...configuration.warnings, ...(await lint(read, lookAtWatch))];
  if (strict && warnings.length > 0) throw errorOf(warnings);
  for (const line of warningLines(warnings)) say(line);
  if (print) {
    process.stdout.write(plainText(renderConfiguration(configuration)));
    return;
  }
  const count = configuration.processes.length;
  const [file, ...others] = files.length > 1 ? files : [configuration.file];
  const subject = others.length === 0 ? `${file} is` : `${[file, ...others].join(' with ')} are`;
  process.stdout.write(`process trees: ${treesBy(configuration.cgroups ? openCgroups() : undefined)}\n`);
  process.stdout.write(`${plainLine(subject)} valid: ${count} ${count === 1 ? 'process' : 'processes'}\n`);
}
