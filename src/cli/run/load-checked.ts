import { keptValues } from '../../adapters/files/kept-values.js';
import { keptIn } from '../../adapters/node/cache-folder.js';
import { type LoadOptions, loadConfig } from '../../config/load.js';
import type { Readings } from '../../config/resolve/valid-reading.js';
import type { Configuration } from '../../config/schema/process-config.js';

/** What earlier starts made of configurations, which this one need not make again; undefined where nothing is kept. */
export function keptReadings(): Readings | undefined {
  const folder = keptIn();
  return folder === undefined ? undefined : keptValues(folder);
}

/**
 * Loads a configuration and checks its `keys` too. The rules for keys load the commands of the screen, which nobody waits for who has
 * none of their own.
 * @throws ConfigError
 */
export async function loadChecked(options: LoadOptions): Promise<Configuration> {
  const configuration = loadConfig(options);
  if (Object.keys(configuration.keys).length === 0) return configuration;
  const { keyProblems } = await import('../../view/commands/key-overrides.js');
  return loadConfig({ ...options, keyProblems });
}
