import { constants } from 'node:os';
import v8 from 'node:v8';
import { chokidarWatcher } from '../adapters/chokidar-watcher.js';
import { shellEnvironment } from '../adapters/environment.js';
import { sayLeftovers } from '../adapters/leftovers.js';
import { nodeClock } from '../adapters/node-clock.js';
import { loadConfig } from '../config/load.js';
import type { Configuration } from '../config/process-config.js';
import { EventHistory } from '../control/event-history.js';
import { WatchdogError } from '../policy/errors.js';
import { nearest } from '../policy/nearest.js';
import { Watchdog } from '../watchdog.js';
import { claimProject } from './claim-project.js';
import { ConfigReload } from './config-reload.js';
import { Ending } from './ending.js';
import type { Front } from './front.js';
import { Headless } from './headless.js';
import { holdKeyboard } from './hold-keyboard.js';
import { openControl } from './open-control.js';
import { openOwnLog } from './own-log.js';

/** What the person asked for. */
export interface UpRequest {
  /** Processes to start, with what they depend on; none means all. */
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly headless: boolean;
  readonly incremental: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
  /** The commands of the program, which a mistyped name may have meant; none after `up`. */
  readonly commands: readonly string[];
}

/**
 * Starts the processes, and then opens the dashboard, or prints prefixed lines where there is no terminal. Resolves when the
 * front is up; the program ends through its `Ending`.
 * @throws ConfigError, WatchdogError USAGE for an unknown name or ALREADY_RUNNING; nothing is started then
 */
export async function runUp(request: UpRequest): Promise<void> {
  const environment = shellEnvironment(request.environment);
  const from = process.cwd();
  const configuration = loadConfig({ files: request.files, from, environment });
  checkNames(request, configuration);
  const onScreen = !request.headless && process.stdin.isTTY === true && process.stdout.isTTY === true;
  const complain = (text: string) => void process.stderr.write(`${text}\n`);
  const runDirectory = claimProject(configuration.directory, complain);
  const log = openOwnLog(configuration.directory, complain);
  const watchdog = new Watchdog({
    handleSignals: false,
    environment,
    logger: log,
    reaper: true,
    ...(runDirectory === undefined ? {} : { journal: runDirectory }),
  });
  if (watchdog.leftovers.length > 0) complain(`watchdog: ${sayLeftovers(watchdog.leftovers)}`);
  for (const config of configuration.processes) watchdog.registerConfig(config);

  const history = new EventHistory(watchdog, nodeClock);
  const ending = new Ending(watchdog, log, constants.signals);
  // The file that was found stays the file, also while it is away for a moment.
  const files = request.files.length > 0 ? request.files : [configuration.file];
  const news = new ConfigReload({ watchdog, clock: nodeClock, load: () => loadConfig({ files, from, environment }) });
  process.on('SIGUSR2', () => void news.reload());
  // Before the children, so that no key is echoed meanwhile.
  const releaseKeyboard = onScreen ? holdKeyboard(() => ending.request('SIGINT')) : undefined;
  // Children first: the screen takes longer to load than they take to start.
  if (!onScreen) {
    ending.showOn(new Headless(watchdog, process.stdout, process.stderr));
    news.onProblem((text) => complain(text ?? 'watchdog: the configuration can be used again'));
  }
  watchdog.up(request.names.length > 0 ? request.names : undefined);
  // Last of all, since what watches files takes a moment to load.
  const watchFiles = (note: (text: string) => void) => news.watch(chokidarWatcher, configuration, note);
  if (!onScreen) {
    await openControl(configuration.directory, { watchdog, history, ending, news, complain });
    watchFiles(complain);
    return;
  }
  try {
    await headStart(watchdog.snapshots().filter(({ desired }) => desired === 'up').length);
    // Few objects outlive a frame, so a large young generation only fills memory: with 50 idle children 157 MB without this and
    // 126 MB with it. Not before the children are up, whose start it would slow down.
    v8.setFlagsFromString('--semi-space-growth-factor=1');
    const { openDashboard } = await import('./dashboard.js');
    await releaseKeyboard?.();
    const front: Front = openDashboard({
      project: configuration.name,
      folder: configuration.directory,
      environment,
      watchdog,
      news,
      ending,
      incremental: request.incremental,
    });
    ending.showOn(front);
  } catch (error) {
    await ending.fail(error); // Children without a screen would go on unseen.
  }
  // What is loaded now would hold up the first keys of somebody who has been waiting for the screen.
  await pause(firstKeysMs);
  const note = (text: string) => {
    log.warn({}, text);
    ending.atEnd(() => complain(text)); // Now it would be written across the screen.
  };
  await openControl(configuration.directory, { watchdog, history, ending, news, complain: note });
  watchFiles((text) => log.warn({}, text));
}

/** Milliseconds after the first frame that belong to the person alone. */
const firstKeysMs = 300;

/** Children that are coming up and a screen that is loading would take the cores from each other: a moment for each child, at most 0.2 s. */
function headStart(children: number): Promise<void> {
  return pause(Math.min(2 * children, 200));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => nodeClock.setTimer(resolve, ms));
}

function checkNames({ names, commands }: UpRequest, { processes, file }: Configuration): void {
  const known = processes.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    // `up NAME` means a process; without `up` it may have meant a command.
    const what = commands.length === 0 ? 'no process' : 'no process and no command';
    const close = nearest(name, [...known, ...commands]);
    const hint = close === undefined ? `${file} has ${known.join(', ') || 'none'}` : `did you mean "${close}"?`;
    throw new WatchdogError('USAGE', `watchdog: ${what} is called "${name}"; ${hint}`);
  }
}
