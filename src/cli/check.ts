import { renderConfiguration } from '../config/check-report.js';
import { loadConfig } from '../config/load.js';

/**
 * Validates the configuration and says that it is well, or shows it resolved.
 * @throws ConfigError with all that is wrong
 */
export function check({ files, print }: { readonly files: readonly string[]; readonly print: boolean }): void {
  const configuration = loadConfig({ files, from: process.cwd() });
  if (print) {
    process.stdout.write(renderConfiguration(configuration));
    return;
  }
  const count = configuration.processes.length;
  process.stdout.write(`${configuration.file} is valid: ${count} ${count === 1 ? 'process' : 'processes'}\n`);
}
