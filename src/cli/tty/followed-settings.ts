import type { Configuration } from '../../config/schema/process-config.js';
import { type Rgb, readBackground } from '../../view/text/background.js';
import { type AppearanceOptions, type ScreenSettings, screenSettings } from './screen-settings.js';

/** What decides the settings of a dashboard beside its configuration. */
export interface SettingsParts {
  /** What the command line sets of the appearance. */
  readonly appearance: AppearanceOptions;
  readonly environment: NodeJS.ProcessEnv;
  /** The background of the terminal, where it has reported it already. */
  readonly background: Rgb | undefined;
}

type Configured = Pick<Configuration, 'theme' | 'keys' | 'notify'>;

/** The settings of a dashboard: by the configuration that was read last, and by the background, however late the terminal reports it. */
export class FollowedSettings {
  readonly #parts: SettingsParts;
  #configuration: Configured;
  #background: Rgb | undefined;
  #changed: (settings: ScreenSettings) => void = () => {};

  constructor(configuration: Configured, parts: SettingsParts) {
    this.#configuration = configuration;
    this.#parts = parts;
    this.#background = parts.background;
  }

  /** As they are now. */
  get now(): ScreenSettings {
    const { appearance, environment } = this.#parts;
    return screenSettings(this.#configuration, appearance, environment, this.#background);
  }

  /** Calls `listener` with other settings, from now on. */
  onChange(listener: (settings: ScreenSettings) => void): void {
    this.#changed = listener;
  }

  /** The configuration was read again. */
  use(configuration: Configured): void {
    this.#configuration = configuration;
    this.#changed(this.now);
  }

  /** What the terminal has answered to a question of ours, without its first escape. */
  answered(text: string): void {
    const { background } = readBackground(`\x1b${text}`);
    if (background === undefined || this.#background !== undefined) return;
    this.#background = background;
    this.#changed(this.now);
  }
}
