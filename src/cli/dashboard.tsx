import { render } from 'ink';
import { App } from '../../components/App.js';
import { nodeClock as clock } from '../adapters/node-clock.js';
import type { EventHistory } from '../supervisor/event-history.js';
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
  readonly watchdog: Watchdog;
  /** Made before the first start, so that nothing is missing in it. */
  readonly history: EventHistory;
  readonly news: DashboardNews;
  readonly ending: Ending;
  /** Whether only changed lines are drawn. */
  readonly incremental: boolean;
}

/** Opens the dashboard on the terminal's other screen. */
export function openDashboard({ project, watchdog, history, news, ending, incremental }: DashboardRequest): Front {
  const source = new EmbeddedSource(project, watchdog, clock, history);
  const app = (shuttingDown: boolean) => (
    <App
      source={source}
      news={news}
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
