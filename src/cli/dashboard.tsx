import { render } from 'ink';
import { App } from '../../components/App.js';
import { NewTextFiles } from '../adapters/new-text-files.js';
import { nodeClock as clock } from '../adapters/node-clock.js';
import { TerminalClipboard } from '../adapters/terminal-clipboard.js';
import { EmbeddedSource } from '../view/embedded-source.js';
import type { DashboardNews } from '../view/news.js';
import { themeFor } from '../view/theme.js';
import type { Watchdog } from '../watchdog.js';
import { afterResize } from './after-resize.js';
import type { Ending } from './ending.js';
import type { Front } from './front.js';

const eraseAll = '\x1b[2J\x1b[H';

/** What the dashboard is opened on. */
export interface DashboardRequest {
  /** The project's name for the header. */
  readonly project: string;
  /** The project's folder. */
  readonly folder: string;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
  readonly watchdog: Watchdog;
  readonly news: DashboardNews;
  readonly ending: Ending;
  /** Whether only changed lines are drawn. */
  readonly incremental: boolean;
}

/** Opens the dashboard on the terminal's other screen. */
export function openDashboard(request: DashboardRequest): Front {
  const { project, folder, environment, watchdog, news, ending, incremental } = request;
  const desk = {
    clipboard: new TerminalClipboard({ terminal: process.stdout, environment, platform: process.platform }),
    files: new NewTextFiles(folder),
  };
  const source = new EmbeddedSource(project, watchdog, clock);
  const app = (shuttingDown: boolean) => (
    <App
      source={source}
      news={news}
      desk={desk}
      clock={clock}
      theme={themeFor(process.env)}
      onQuit={() => ending.request('quit')}
      onInterrupt={() => ending.request('SIGINT')}
      shuttingDown={shuttingDown}
    />
  );
  let isShuttingDown = false;
  const screen = render(app(isShuttingDown), {
    alternateScreen: true,
    incrementalRendering: incremental,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 30,
  });
  const stopRedrawing = afterResize(process.stdout, clock, () => {
    screen.clear();
    process.stdout.write(eraseAll);
    screen.rerender(app(isShuttingDown));
  });
  return {
    shuttingDown: () => {
      isShuttingDown = true;
      screen.rerender(app(isShuttingDown));
    },
    close: () => {
      stopRedrawing();
      screen.unmount();
    },
  };
}
