import { render } from 'ink';
import { App } from '../../components/App.js';
import { nodeClock as clock } from '../adapters/node-clock.js';
import { EmbeddedSource } from '../view/embedded-source.js';
import type { DashboardNews } from '../view/news.js';
import type { Watchdog } from '../watchdog.js';
import { afterResize } from './after-resize.js';
import type { Ending } from './ending.js';
import type { Front } from './front.js';
import type { ScreenSettings } from './screen-settings.js';
import { suspendGroup } from './suspend-group.js';

const eraseAll = '\x1b[2J\x1b[H';

/** What the dashboard is opened on. */
export interface DashboardRequest {
  /** The project's name for the header. */
  readonly project: string;
  readonly watchdog: Watchdog;
  readonly news: DashboardNews;
  readonly ending: Ending;
  readonly settings: ScreenSettings;
  /** Calls `listener` with other settings when the configuration was read again. */
  readonly onSettings: (listener: (settings: ScreenSettings) => void) => void;
  /** Whether only changed lines are drawn. */
  readonly incremental: boolean;
}

/** Opens the dashboard on the terminal's other screen. */
export function openDashboard(request: DashboardRequest): Front {
  const { project, watchdog, news, ending, incremental } = request;
  let { settings } = request;
  let isShuttingDown = false;
  const source = new EmbeddedSource(project, watchdog, clock);
  const app = () => (
    <App
      source={source}
      news={news}
      clock={clock}
      {...settings}
      onQuit={() => ending.request('quit')}
      onSuspend={suspendGroup}
      onInterrupt={() => ending.request('SIGINT')}
      shuttingDown={isShuttingDown}
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
  request.onSettings((changed) => {
    settings = changed;
    screen.rerender(app());
  });
  const stopRedrawing = afterResize(process.stdout, clock, () => {
    screen.clear();
    process.stdout.write(eraseAll);
    screen.rerender(app());
  });
  return {
    shuttingDown: () => {
      isShuttingDown = true;
      screen.rerender(app());
    },
    close: () => {
      stopRedrawing();
      screen.unmount();
    },
  };
}
