import { type LoadOptions, loadConfig } from '../config/load.js';
import type { Configuration, ProcessConfig } from '../config/schema/process-config.js';
import { WatchdogError } from '../policy/words/errors.js';

/** Refuses what is no process of a loaded configuration. @throws WatchdogError USAGE */
export function checkResolved(config: ProcessConfig): void {
  if (!isResolved(config))
    throw new WatchdogError('USAGE', 'registerConfig() takes a process of loadConfig(); register() takes one as code writes it');
}

/** As far as that shows: what code writes itself has no policy. */
function isResolved(config: unknown): boolean {
  return 'policy' in Object(config);
}

/**
 * A configuration that was loaded before, or the one that these options mean.
 * @param environment what `${…}` takes variables from where the options do not say
 * @throws ConfigError; WatchdogError USAGE for what is neither
 */
export function configurationOf(source: Configuration | LoadOptions, environment: LoadOptions['environment']): Configuration {
  if ('processes' in Object(source)) {
    const { processes } = source as { readonly processes: unknown };
    const isLoaded = Array.isArray(processes) && processes.every(isResolved);
    if (!isLoaded)
      throw new WatchdogError(
        'USAGE',
        'load() takes what loadConfig() gives, or where to find a file; register() takes a process as code writes it',
      );
    return source as Configuration;
  }
  const isMap = typeof source === 'object' && source !== null && !Array.isArray(source);
  return loadConfig(isMap ? { environment, ...source } : source);
}
