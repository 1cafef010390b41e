import { type Command, Option } from 'commander';
import type { AppearanceOptions } from './screen-settings.js';

/** What the user may say of the dashboard. */
export interface ScreenOptions extends AppearanceOptions {
  readonly incremental: boolean;
}

/** Lets a command that opens the dashboard take the options for its appearance. */
export function withScreenOptions(command: Command): Command {
  return command
    .addOption(new Option('--theme <name>', 'colours of the dashboard').choices(['auto', 'dark', 'light', 'contrast', 'none']))
    .option('--ascii', 'use only ASCII characters')
    .option('--no-incremental', 'draw whole frames, for terminals that misplace wide characters');
}
