import type { Configuration } from '../../config/schema/process-config.js';
import type { NotifyBy } from '../../ports/notifier.js';
import { keyOverrides } from '../../view/commands/key-overrides.js';
import { Keymap } from '../../view/commands/keymap.js';
import type { Rgb } from '../../view/text/background.js';
import type { Theme } from '../../view/text/theme.js';
import { type ThemeName, themeFor } from '../../view/text/themes.js';

/** What the command line sets of the appearance. */
export interface AppearanceOptions {
  readonly theme?: ThemeName | undefined;
  readonly ascii?: boolean | undefined;
}

/** What of the dashboard a configuration decides. */
export interface ScreenSettings {
  readonly theme: Theme;
  readonly keymap: Keymap;
  /** How the user is notified of trouble outside of the screen. */
  readonly notify: NotifyBy;
}

/**
 * The settings of a configuration, under an environment and what the command line says.
 * @param background that of the terminal, where it is known
 */
export function screenSettings(
  configuration: Pick<Configuration, 'theme' | 'keys' | 'notify'>,
  { theme, ascii }: AppearanceOptions,
  env: NodeJS.ProcessEnv,
  background?: Rgb,
): ScreenSettings {
  return {
    theme: themeFor(env, { asked: theme, configured: configuration.theme, ascii, background }),
    keymap: new Keymap(keyOverrides(configuration.keys)),
    notify: configuration.notify,
  };
}
