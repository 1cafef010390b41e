import { openCgroups, treesBy } from '../../adapters/cgroup/folder.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { loadConfig } from '../../config/load.js';
import { formatWarning } from '../../config/problems/diagnostic.js';
import { renderConfiguration } from '../../config/report/check.js';
import { plainLine, plainText } from '../../policy/words/plain-text.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { say } from '../output/print.js';

/**
 * Validates the configuration and says that it is well, or shows it resolved.
 * @throws ConfigError with all that is wrong
 */
export function check(request: {
  readonly files: readonly string[];
  readonly print: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}): void {
  const { files, print } = request;
  const configuration = loadConfig({
    files,
    from: process.cwd(),
    environment: shellEnvironment(request.environment),
    keyProblems,
  });
  for (const warning of configuration.warnings) say(formatWarning(warning));
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
