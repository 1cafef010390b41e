import { type LoadOptions, loadConfig } from '../config/load.js';
import type { Configuration } from '../config/schema/process-config.js';

/**
 * A configuration that was loaded before, or the one that these options mean.
 * @param environment what `${…}` takes variables from where the options do not say
 * @throws ConfigError; WatchdogError USAGE for what is neither
 */
export function configurationOf(source: Configuration | LoadOptions, environment: LoadOptions['environment']): Configuration {
  if ('processes' in Object(source)) return source as Configuration;
  const isMap = typeof source === 'object' && source !== null && !Array.isArray(source);
  return loadConfig(isMap ? { environment, ...source } : source);
}
