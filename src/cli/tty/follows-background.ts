import type { Configuration } from '../../config/schema/process-config.js';
import type { AppearanceOptions } from './screen-settings.js';

/** Whether the appearance follows the background of the terminal, so that it must be asked; the console of Linux would print the question. */
export function followsBackground(
  { theme }: Pick<Configuration, 'theme'>,
  { theme: asked }: AppearanceOptions,
  { NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  if (TERM === 'linux' || TERM === undefined) return false;
  return (asked ?? (NO_COLOR ? 'none' : theme.base)) === 'auto';
}
