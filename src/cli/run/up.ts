import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { forgoCgroups } from '../../adapters/cgroup/folder.js';
import { logFolderName, stateFolderName } from '../../adapters/files/state-folder.js';
import { systemWatcher } from '../../adapters/files/watcher.js';
import { nodeClock } from '../../adapters/node/clock.js';
import { openDescriptors } from '../../adapters/node/descriptors.js';
import { startThreads } from '../../adapters/node/user-processes.js';
import { v8YoungHeap } from '../../adapters/node/young-heap.js';
import { sayLeftovers } from '../../adapters/reaper/leftovers.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { heldOutput } from '../../adapters/spawn/held-output.js';
import { jobGroup } from '../../adapters/tty/job-control.js';
import { Watchdog } from '../../api/watchdog.js';
import { loadConfig } from '../../config/load.js';
import { formatWarning } from '../../config/problems/diagnostic.js';
import type { KeyRules } from '../../config/resolve/key-rules.js';
import { EventHistory } from '../../supervisor/events/history.js';
import { noticeLine } from '../../supervisor/events/notice.js';
import { endsWithUs } from '../../view/state/words.js';
import { catchWarnings } from '../output/catch-warnings.js';
import { say, sayProblem, warn } from '../output/print.js';
import { followsBackground } from '../tty/follows-background.js';
import type { RunFrontend } from '../tty/frontend.js';
import { holdKeyboard } from '../tty/hold-keyboard.js';
import { lackingTerminal } from '../tty/lacking-terminal.js';
import type { AppearanceOptions } from '../tty/screen-settings.js';
import { tuneYoungHeap } from '../tty/young-heap-tuning.js';
import { agentHint } from './agent-hint.js';
import { RunBundles } from './bundle.js';
import { checkNames, type NamesRequest, refuseSchedules } from './check-names.js';
import { excerptsAtEnd } from './ci-excerpts.js';
import { claimProject } from './claim-project.js';
import { ConfigReload } from './config-reload.js';
import { type EndConditions, endWhen, planRun } from './end-conditions.js';
import { endLine, killedLines } from './end-words.js';
import { exitWhenDone } from './exit-when-done.js';
import { Headless } from './headless.js';
import { leaveRunning } from './leave-running.js';
import { keptReadings, loadChecked } from './load-checked.js';
import { openControl } from './open-control.js';
import { openOwnLog, ownLogName } from './own-log.js';
import { followTakenPorts, PortKeeper, sayMovedPort } from './port-keeper.js';
import { ShutdownSequence } from './shutdown-sequence.js';
import { sizeTerminals } from './size-terminals.js';
import { sayTooLittle } from './too-little.js';

/** What the user asked for. */
export interface UpRequest extends NamesRequest, EndConditions {
  readonly files: readonly string[];
  readonly headless: boolean;
  /** Whether a headless run prints nothing but what is wrong with the start. */
  readonly quiet: boolean;
  /** Whether the run ends, without a dashboard, when every process has ended. */
  readonly exitWhenDone: boolean;
  /** Where a bundle goes when the run ends with anything but 0; undefined for nowhere. */
  readonly bundleOnFailure?: string | undefined;
  readonly incremental: boolean;
  /** The theme and the glyphs that were asked for; undefined where nothing was. */
  readonly theme?: AppearanceOptions['theme'];
  readonly ascii?: AppearanceOptions['ascii'];
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts the processes, and then opens the dashboard, or prints prefixed lines where there is no terminal. Resolves when the
 * front is up; the program ends through its `ShutdownSequence`.
 * @throws ConfigError, WatchdogError USAGE for an unknown name or ALREADY_RUNNING; nothing is started then
 */
export async function runUp(request: UpRequest): Promise<void> {
  startThreads();
  const environment = shellEnvironment(request.environment);
  const from = process.cwd();
  const loading = { files: request.files, from, environment, profiles: request.profiles };
  const readings = keptReadings();
  const written = await loadChecked({ ...loading, readings });
  const names = checkNames(request, written);
  refuseSchedules(request, names, written);
  const plan = planRun(request, request.names.length > 0 ? names : undefined, written);
  const complain = warn;
  const lacking = lackingTerminal(process, process.env);
  const wantsScreen = !request.headless && !request.exitWhenDone;
  const onScreen = wantsScreen && lacking === undefined;
  if (wantsScreen && lacking !== undefined) complain(`${lacking}; running headless`);
  const endsItself = request.exitWhenDone || plan.exitWhen.length > 0;
  const hint = onScreen || request.quiet || endsItself || lacking === undefined ? undefined : agentHint(request.environment);
  if (hint !== undefined) complain(hint);
  for (const warning of written.warnings) say(formatWarning(warning));
  const isFirstStart = !existsSync(join(written.directory, stateFolderName, ownLogName));
  if (!written.cgroups) forgoCgroups();
  const claim = claimProject(written.directory, complain);
  const runDirectory = claim?.places.folder;
  const log = openOwnLog(runDirectory, complain);
  const watchdog = new Watchdog({
    handleSignals: false,
    environment,
    logger: log,
    reaper: true,
    cgroups: written.cgroups,
    ...(runDirectory === undefined
      ? {}
      : { journal: runDirectory, crashes: runDirectory, starts: runDirectory, logFiles: join(runDirectory, logFolderName) }),
  });
  if (watchdog.leftovers.length > 0) complain(sayLeftovers(watchdog.leftovers));
  // Once nothing of an earlier run holds any.
  const ports = new PortKeeper(join(written.directory, stateFolderName));
  const moved = await ports.settle(written, nodeClock, watchdog.leftovers.length > 0 ? endedMs : 0);
  const configuration = moved.length === 0 ? written : await loadChecked({ ...loading, readings, keptPorts: ports.kept });
  ports.keep(configuration);
  watchdog.hideSecrets(configuration);
  for (const config of configuration.processes) watchdog.registerConfig(config);

  const history = new EventHistory(watchdog, nodeClock);
  const ending = new ShutdownSequence(watchdog, log, constants.signals);
  const bundles = new RunBundles({ watchdog, history, project: configuration.name });
  bundles.onFailure(ending, request.bundleOnFailure);
  // The file that was found stays the file, also while it is away for a moment.
  const files = request.files.length > 0 ? request.files : [configuration.file];
  // Known once the screen is loaded; without it the keys are not used.
  let keyRules: { readonly keyProblems?: KeyRules } = {};
  const news = new ConfigReload({
    watchdog,
    clock: nodeClock,
    load: (scaled) => loadConfig({ ...loading, files, scaled, keptPorts: ports.kept, ...keyRules }),
  });
  news.onLoaded((loaded) => ports.keep(loaded));
  followTakenPorts(watchdog, ports, () => news.reload());
  process.on('SIGUSR2', () => void news.reload());
  // Before the children, so that no key is echoed meanwhile.
  const asksBackground = followsBackground(configuration, request, process.env);
  const keyboard = onScreen ? holdKeyboard(() => ending.request('SIGINT'), asksBackground) : undefined;
  // Children first: the screen takes longer to load than they take to start.
  if (!onScreen) {
    const hasContainers = configuration.containers !== null;
    const sinks = { out: process.stdout, err: process.stderr };
    // One-shot work loses nothing to a slow reader: it waits for it instead.
    const children = request.exitWhenDone ? { children: heldOutput } : {};
    if (request.exitWhenDone) ending.waitForReader();
    if (!request.quiet) {
      ending.showOn(await Headless.open({ watchdog, clock: nodeClock, ...sinks, ...children, hasContainers }));
      ending.atEnd((report) => killedLines(report).forEach(warn));
    }
    if (request.quiet) for (const port of moved) complain(noticeLine({ name: port.name, text: sayMovedPort(port) }));
    news.onProblem((problem) => {
      if (problem === undefined) warn('configuration valid again');
      else sayProblem(problem);
    });
  }
  const sayMoved = (): void => {
    for (const port of moved) watchdog.notify({ name: port.name, text: sayMovedPort(port), trouble: false });
  };
  if (!onScreen) sayMoved();
  // Before the processes, which may wait for containers; without any this costs nothing.
  if (configuration.containers !== null) await watchdog.monitorContainers(configuration.containers);
  if (onScreen) await sizeTerminals(watchdog, configuration);
  const openBefore = openDescriptors();
  if (!onScreen && !request.quiet) excerptsAtEnd(watchdog, ending, request.environment);
  endWhen(watchdog, plan.exitWhen, { clock: nodeClock, ending, onScreen });
  void watchdog.up(plan);
  const wanted = new Set(watchdog.snapshots().flatMap(({ name, desired }) => (desired === 'up' ? [name] : [])));
  const tooLittle = sayTooLittle(
    configuration.processes.filter(({ name }) => wanted.has(name)),
    openBefore,
  );
  for (const text of tooLittle) complain(text);
  if (request.exitWhenDone) exitWhenDone(watchdog, { configs: configuration.processes, ending, warn });
  // Last of all, since what watches files takes a moment to load.
  const watchFiles = (note: (text: string) => void) => news.watch(systemWatcher, configuration, note);
  if (!onScreen) {
    tuneYoungHeap(nodeClock, v8YoungHeap());
    if (claim !== undefined)
      await openControl(claim, { watchdog, project: configuration.name, history, ending, news, log, complain });
    watchFiles(complain);
    return;
  }
  try {
    await headStart(wanted.size);
    const [{ openDashboard }, { EmbeddedSource }, { FollowedSettings }, { keyProblems }] = await Promise.all([
      import('../tty/dashboard.js'),
      import('../../view/actions/embedded-source.js'),
      import('../tty/followed-settings.js'),
      import('../../view/commands/key-overrides.js'),
    ]);
    keyRules = { keyProblems };
    const job = jobGroup();
    catchWarnings((text) => log.warn({}, text));
    const background = await keyboard?.release();
    const settings = new FollowedSettings(configuration, { appearance: request, environment: process.env, background });
    news.onLoaded((loaded) => settings.use(loaded));
    const front: RunFrontend = await openDashboard({
      source: new EmbeddedSource(configuration.name, watchdog, nodeClock, history),
      news,
      folder: configuration.directory,
      environment,
      greets: isFirstStart,
      quitEndsAll: true,
      onQuit: () => ending.request('quit'),
      onInterrupt: () => ending.request('SIGINT'),
      onBundle: () => bundles.into(configuration.directory),
      onLeaveRunning: job === undefined ? undefined : () => leaveRunning(ending, job),
      settings,
      incremental: request.incremental,
    });
    let alive: readonly string[] = [];
    const shuttingDown = (): void => {
      alive = watchdog
        .snapshots()
        .filter(endsWithUs)
        .map(({ name }) => name);
      front.shuttingDown();
    };
    ending.showOn({ shuttingDown, close: () => front.close() });
    ending.atEnd((report) => {
      const line = endLine(alive, report);
      if (line !== undefined) say(line);
    });
    sayMoved();
    for (const text of tooLittle) watchdog.notify({ text, trouble: true });
  } catch (error) {
    await ending.fail(error); // Children without a screen would go on unseen.
  }
  // What is loaded now would hold up the first keys of a user who has been waiting for the screen.
  await pause(firstKeysMs);
  const note = (text: string) => {
    log.warn({}, text);
    ending.atEnd(() => complain(text)); // Now it would be written across the screen.
  };
  const parts = { watchdog, project: configuration.name, history, ending, news, log, complain: note };
  if (claim !== undefined) await openControl(claim, parts);
  watchFiles((text) => log.warn({}, text));
}

/** Milliseconds that what an earlier run left may take to be gone, once it was ended. */
const endedMs = 2000;

/** Milliseconds after the first frame that belong to the user alone. */
const firstKeysMs = 300;

/** Children that are coming up and a screen that is loading would take the cores from each other: a moment for each child, at most 0.2 s. */
function headStart(children: number): Promise<void> {
  return pause(Math.min(2 * children, 200));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => nodeClock.setTimer(resolve, ms));
}
