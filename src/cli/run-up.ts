import { constants } from 'node:os';
import { shellEnvironment } from '../adapters/environment.js';
import { sayLeftovers } from '../adapters/leftovers.js';
import { loadConfig } from '../config/load.js';
import type { Configuration } from '../config/process-config.js';
import { WatchdogError } from '../policy/errors.js';
import { nearest } from '../policy/nearest.js';
import { Watchdog } from '../watchdog.js';
import { claimProject } from './claim-project.js';
import { Ending } from './ending.js';
import type { Front } from './front.js';
import { Headless } from './headless.js';
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
  /** The commands of the program, which a mistyped name may have meant. */
  readonly commands: readonly string[];
}

/**
 * Starts the processes, and then opens the dashboard, or prints prefixed lines where there is no terminal. Resolves when the
 * front is up; the program ends through its `Ending`.
 * @throws ConfigError, WatchdogError USAGE for an unknown name or ALREADY_RUNNING; nothing is started then
 */
export async function runUp(request: UpRequest): Promise<void> {
  const configuration = loadConfig({ files: request.files, from: process.cwd() });
  checkNames(request, configuration);
  const onScreen = !request.headless && process.stdin.isTTY === true && process.stdout.isTTY === true;
  const complain = (text: string) => void process.stderr.write(`${text}\n`);
  const runDirectory = claimProject(configuration.directory, complain);
  const log = openOwnLog(configuration.directory, complain);
  const watchdog = new Watchdog({
    handleSignals: false,
    environment: shellEnvironment(request.environment),
    logger: log,
    reaper: true,
    ...(runDirectory === undefined ? {} : { journal: runDirectory }),
  });
  if (watchdog.leftovers.length > 0) complain(`watchdog: ${sayLeftovers(watchdog.leftovers)}`);
  for (const config of configuration.processes) watchdog.registerConfig(config);

  const ending = new Ending(watchdog, log, constants.signals);
  // Children first: the screen takes longer to load than they take to start.
  if (!onScreen) ending.showOn(new Headless(watchdog, process.stdout, process.stderr));
  for (const name of namesToStart(request, configuration)) void watchdog.start(name);
  if (!onScreen) return;
  try {
    const { openDashboard } = await import('./dashboard.js');
    const front: Front = openDashboard({ project: configuration.name, watchdog, ending, incremental: request.incremental });
    ending.showOn(front);
  } catch (error) {
    await ending.fail(error); // Children without a screen would go on unseen.
  }
}

function namesToStart({ names }: UpRequest, { processes }: Configuration): readonly string[] {
  if (names.length > 0) return names;
  return processes.filter(({ autoStart }) => autoStart).map(({ name }) => name);
}

function checkNames({ names, commands }: UpRequest, { processes, file }: Configuration): void {
  const known = processes.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const close = nearest(name, [...known, ...commands]);
    const hint = close === undefined ? `${file} has ${known.join(', ') || 'none'}` : `did you mean "${close}"?`;
    throw new WatchdogError('USAGE', `watchdog: no process and no command is called "${name}"; ${hint}`);
  }
}
