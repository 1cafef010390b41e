import { dirname, resolve } from 'node:path';
import { nodeClock } from '../../adapters/node/clock.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { readBundle } from '../../client/replay/read-bundle.js';
import { ReplaySource } from '../../client/replay/source.js';
import { loadConfig } from '../../config/load.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { catchWarnings } from '../output/catch-warnings.js';
import { openDashboard } from '../tty/dashboard.js';
import { FollowedSettings } from '../tty/followed-settings.js';
import { followsBackground } from '../tty/follows-background.js';
import { holdKeyboard } from '../tty/hold-keyboard.js';
import { lackingTerminal } from '../tty/lacking-terminal.js';
import type { AppearanceOptions } from '../tty/screen-settings.js';

/** What the user asked for. */
export interface ReplayRequest extends AppearanceOptions {
  /** The bundle. */
  readonly file: string;
  /** The configuration whose keys and theme are used; none for the usual ones. */
  readonly files: readonly string[];
  readonly incremental: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Without a file that says something else. */
const usual = { theme: { base: 'auto' }, keys: {}, notify: { bell: false, desktop: false } } as const;

/**
 * Opens the dashboard on a bundle. Resolves when the user leaves it.
 * @throws WatchdogError USAGE where there is no terminal, or the file is no bundle; ConfigError
 */
export async function replay({ file, files, environment, ...request }: ReplayRequest): Promise<void> {
  const path = resolve(file);
  const recording = readBundle(path);
  const lacking = lackingTerminal(process, process.env);
  if (lacking !== undefined) throw new WatchdogError('USAGE', `replay needs a terminal: ${lacking}`);
  const configured =
    files.length === 0
      ? usual
      : {
          ...loadConfig({ files, from: process.cwd(), environment: shellEnvironment(environment), keyProblems }),
          notify: usual.notify,
        };
  const source = new ReplaySource(recording, nodeClock);
  let leave = (): void => {};
  const left = new Promise<void>((done) => {
    leave = done;
  });
  catchWarnings(() => {}); // They are of no use to the user.
  const keyboard = holdKeyboard(() => leave(), followsBackground(configured, request, process.env));
  const background = await keyboard.release();
  const front = await openDashboard({
    source,
    selected: source.sickest,
    folder: dirname(path),
    environment,
    settings: new FollowedSettings(configured, { appearance: request, environment: process.env, background }),
    incremental: request.incremental,
    quitEndsAll: false,
    onQuit: leave,
    onInterrupt: leave,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, leave);
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', leave);
  await left;
  source.close();
  front.close();
}
