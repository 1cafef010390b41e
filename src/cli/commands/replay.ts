import { dirname, resolve } from 'node:path';
import { nodeClock } from '../../adapters/node/clock.js';
import { readBundle } from '../../client/replay/read-bundle.js';
import { ReplaySource } from '../../client/replay/source.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { catchWarnings } from '../output/catch-warnings.js';
import { openDashboard } from '../tty/dashboard.js';
import { FollowedSettings } from '../tty/followed-settings.js';
import { followsBackground } from '../tty/follows-background.js';
import { holdKeyboard } from '../tty/hold-keyboard.js';
import { lackingTerminal } from '../tty/lacking-terminal.js';
import type { LooksOptions } from '../tty/screen-settings.js';

/** What the user asked for. */
export interface ReplayRequest extends LooksOptions {
  readonly file: string;
  readonly incremental: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/** No project is there whose file could say something else. */
const configured = { theme: { base: 'auto' }, keys: {}, notify: { bell: false, desktop: false } } as const;

/**
 * Opens the dashboard on a bundle. Resolves when the user leaves it.
 * @throws WatchdogError USAGE where there is no terminal, or the file is no bundle
 */
export async function replay({ file, environment, ...request }: ReplayRequest): Promise<void> {
  const path = resolve(file);
  const recording = readBundle(path);
  const lacking = lackingTerminal(process, process.env);
  if (lacking !== undefined) throw new WatchdogError('USAGE', `watchdog: replay needs a terminal: ${lacking}`);
  const source = new ReplaySource(recording, nodeClock);
  let leave = (): void => {};
  const left = new Promise<void>((done) => {
    leave = done;
  });
  catchWarnings(() => {}); // They are of no use to who looks on.
  const keyboard = holdKeyboard(() => leave(), followsBackground(configured, request, process.env));
  const background = await keyboard.release();
  const front = openDashboard({
    source,
    selected: source.sickest,
    folder: dirname(path),
    environment,
    settings: new FollowedSettings(configured, { looks: request, environment: process.env, background }),
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
