import { render } from 'ink';
import { App } from '../../../components/App.js';
import { NewTextFiles } from '../../adapters/files/new-texts.js';
import { nodeClock as clock } from '../../adapters/node/clock.js';
import { v8YoungHeap } from '../../adapters/node/young-heap.js';
import { SystemBrowser } from '../../adapters/tty/browser.js';
import { TerminalClipboard } from '../../adapters/tty/clipboard.js';
import { reportsMouse, TerminalMouse } from '../../adapters/tty/mouse.js';
import { TerminalNotifier } from '../../adapters/tty/notifier.js';
import { AttentionWatch } from '../../view/chrome/attention-watch.js';
import type { DashboardNews } from '../../view/state/news.js';
import type { ActionOutcome, DashboardSource } from '../../view/state/source.js';
import { afterResize } from './after-resize.js';
import type { FollowedSettings } from './followed-settings.js';
import type { RunFrontend } from './frontend.js';
import { tuneYoungHeap } from './young-heap-tuning.js';

/** Milliseconds within which the system has stopped us, if it is going to. */
const suspendMs = 200;

/**
 * Stops this program and whatever else the shell runs in its job (npm, a shell of npm's) as Ctrl+Z does, until the shell brings
 * it back. Where no shell is there to bring it back, the system does not stop it, and this returns soon.
 */
async function suspendGroup(): Promise<void> {
  process.stdout.write('watchdog is paused: the processes keep running without supervision; fg resumes it\n');
  const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  process.kill(0, 'SIGTSTP');
  await Promise.race([continued, new Promise<void>((resolve) => clock.setTimer(resolve, suspendMs))]);
}

/** Milliseconds after which the screen says that all is being stopped. */
const shutdownShownMs = 100;

const eraseAll = '\x1b[2J\x1b[H';

/** What the dashboard is opened on. */
export interface DashboardRequest {
  readonly source: DashboardSource;
  /** The project's folder. */
  readonly folder: string;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
  /** Without it, nothing can be reloaded. */
  readonly news?: DashboardNews;
  /** The process that is selected at first. @default the first one */
  readonly selected?: string | undefined;
  readonly settings: FollowedSettings;
  /** Whether only changed lines are drawn. */
  readonly incremental: boolean;
  /** Whether this is the first start in the project. @default false */
  readonly greets?: boolean;
  /** False where quitting leaves the processes alone. */
  readonly quitEndsAll: boolean;
  /** The user wants to quit. */
  readonly onQuit: () => void;
  /** The user wants the terminal back while everything runs on; undefined where that cannot be. */
  readonly onLeaveRunning?: (() => void) | undefined;
  /** Writes a bundle of all that happened, and says where. */
  readonly onBundle?: (() => Promise<ActionOutcome>) | undefined;
  /** Ctrl+C, each time. */
  readonly onInterrupt: () => void;
}

/** Opens the dashboard on the terminal's other screen. */
export async function openDashboard(request: DashboardRequest): Promise<RunFrontend> {
  await layoutEngine();
  const { incremental, settings, folder, environment, ...props } = request;
  const { source, onQuit } = props;
  let { notify: by, ...appearance } = settings.now;
  const exportTargets = {
    clipboard: new TerminalClipboard({ terminal: process.stdout, environment, platform: process.platform }),
    files: new NewTextFiles(folder),
  };
  const browser = new SystemBrowser({ environment, platform: process.platform });
  const notifier = new TerminalNotifier((text) => void process.stdout.write(text), process.env);
  const attention = new AttentionWatch({ source, clock, notifier, by });
  const mouse = reportsMouse(process.env) ? new TerminalMouse((text) => void process.stdout.write(text)) : undefined;
  // Whatever ends the program, its title does not stay, nor the mouse.
  process.once('exit', () => {
    mouse?.close();
    attention.close();
  });
  const suspend = async (): Promise<void> => {
    mouse?.hide();
    await suspendGroup();
    mouse?.show();
  };
  let isShuttingDown = false;
  // Its question stays until the screen shows the shutdown, and a second yes to it is no second wish.
  const quitOnce = (): void => {
    if (!isShuttingDown || isShutdownShown) onQuit();
  };
  let isShutdownShown = false;
  let shutdownShown: Disposable | undefined;
  const app = () => (
    <App
      {...props}
      {...appearance}
      onQuit={quitOnce}
      exportTargets={exportTargets}
      browser={browser}
      clock={clock}
      toggleAttention={() => attention.toggle()}
      {...(mouse && { toggleMouse: () => mouse.toggle() })}
      onSuspend={suspend}
      onTerminalAnswer={(text) => settings.answered(text)}
      onRedraw={() => redraw()}
      shuttingDown={isShutdownShown}
    />
  );
  const screen = render(app(), {
    alternateScreen: true,
    incrementalRendering: incremental,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 30,
  });
  mouse?.show();
  const tuning = tuneYoungHeap(clock, v8YoungHeap());
  settings.onChange((changed) => {
    ({ notify: by, ...appearance } = changed);
    attention.setNotifyBy(by);
    screen.rerender(app());
  });
  const redraw = (): void => {
    screen.clear();
    process.stdout.write(eraseAll);
    screen.rerender(app());
  };
  const stopRedrawing = afterResize(process, clock, redraw);
  return {
    shuttingDown: () => {
      isShuttingDown = true;
      attention.rest();
      // Most processes end sooner than a screen is drawn, which would hold up their signals too.
      shutdownShown = clock.setTimer(() => {
        isShutdownShown = true;
        screen.rerender(app());
      }, shutdownShownMs);
    },
    close: () => {
      shutdownShown?.[Symbol.dispose]();
      stopRedrawing();
      tuning[Symbol.dispose]();
      mouse?.close();
      screen.unmount();
      attention.close();
    },
  };
}

/**
 * Resolves when Ink's layout engine is compiled. In the built program nothing else waits for it (see .build/program.mjs); from the
 * sources, Ink's import did.
 */
async function layoutEngine(): Promise<void> {
  await (globalThis as { [inBuilt]?: Promise<unknown> })[inBuilt];
}

const inBuilt = Symbol.for('watchdog.layout');
