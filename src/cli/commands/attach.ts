import { nodeClock } from '../../adapters/node/clock.js';
import { usualSinceMs } from '../../api/bundle/collect.js';
import type { ControlClient } from '../../client/client.js';
import { RemoteSource } from '../../client/remote/source.js';
import { loadConfig } from '../../config/load.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { keyProblems } from '../../view/commands/key-overrides.js';
import { catchWarnings } from '../output/catch-warnings.js';
import { say } from '../output/print.js';
import { writeBundleInto } from '../run/write-bundle.js';
import { openDashboard } from '../tty/dashboard.js';
import { FollowedSettings } from '../tty/followed-settings.js';
import { followsBackground } from '../tty/follows-background.js';
import { holdKeyboard } from '../tty/hold-keyboard.js';
import { lackingTerminal } from '../tty/lacking-terminal.js';
import type { AppearanceOptions } from '../tty/screen-settings.js';

/** What the user asked for. */
export interface AttachRequest extends AppearanceOptions {
  readonly files: readonly string[];
  /** The project's. */
  readonly folder: string;
  readonly incremental: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Opens the dashboard on a running watchdog. Resolves when the user leaves it, which stops nothing, or the watchdog has ended,
 * which is said.
 * @throws WatchdogError NOT_RUNNING, USAGE where there is no terminal
 */
export async function attach(client: ControlClient, request: AttachRequest): Promise<void> {
  const lacking = lackingTerminal(process, process.env);
  if (lacking !== undefined) {
    const message = `attach needs a terminal: ${lacking}; watchdog status, logs -f and events -f do without`;
    throw new WatchdogError('USAGE', message);
  }
  const source = await RemoteSource.open(client, nodeClock);
  let [leave, isLeft] = [(): void => {}, false];
  const left = new Promise<void>((resolve) => {
    leave = () => {
      isLeft = true;
      resolve();
    };
  });
  catchWarnings(() => {}); // They are of no use to the user.
  const keyboard = holdKeyboard(() => leave(), followsBackground(configured(request), request, process.env));
  const background = await keyboard.release();
  const settings = new FollowedSettings(configured(request), { appearance: request, environment: process.env, background });
  source.onNotice(({ name }) => name === undefined && settings.use(configured(request)));
  const front = await openDashboard({
    source,
    news: source,
    folder: request.folder,
    environment: request.environment,
    settings,
    incremental: request.incremental,
    quitEndsAll: false,
    onQuit: leave,
    onInterrupt: leave,
    onBundle: () => writeBundleInto(request.folder, source.project, () => client.bundle(usualSinceMs)),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, leave);
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', leave);
  if (source.shuttingDown) front.shuttingDown();
  source.onPhase((shuttingDown) => shuttingDown && front.shuttingDown());
  await Promise.race([left, source.ended]);
  front.close();
  source.leave();
  if (!isLeft) say('the watchdog has ended');
}

/** The settings of the project's file, where it can be read at the moment; whether it is right is the watchdog's to say. */
function configured({ files, environment }: AttachRequest): Pick<Configuration, 'theme' | 'keys' | 'notify'> {
  try {
    return loadConfig({ files, from: process.cwd(), environment, keyProblems });
  } catch (error) {
    if (!(error instanceof WatchdogError)) throw error;
    return { theme: { base: 'auto' }, keys: {}, notify: { bell: false, desktop: false } };
  }
}
