import { render } from 'ink';
import { App } from '../../components/App.js';
import { nodeClock as clock } from '../adapters/node-clock.js';
import { TerminalNotifier } from '../adapters/terminal-notifier.js';
import type { NotifyBy } from '../ports/notifier.js';
import { AttentionWatch } from '../view/attention-watch.js';
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
  readonly news: DashboardNews;
  readonly ending: Ending;
  /** How a person who looks elsewhere is told of trouble. */
  readonly notify: NotifyBy;
  /** Whether only changed lines are drawn. */
  readonly incremental: boolean;
}

/** Opens the dashboard on the terminal's other screen. */
export function openDashboard({ project, watchdog, news, ending, notify, incremental }: DashboardRequest): Front {
  const source = new EmbeddedSource(project, watchdog, clock);
  const notifier = new TerminalNotifier((text) => void process.stdout.write(text), process.env);
  const attention = new AttentionWatch({ source, clock, notifier, by: notify });
  process.once('exit', () => attention.close()); // Whatever ends the program, its title does not stay.
  const app = (shuttingDown: boolean) => (
    <App
      source={source}
      news={news}
      clock={clock}
      theme={themeFor(process.env)}
      toggleAttention={() => attention.toggle()}
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
      attention.rest();
      screen.rerender(app(isShuttingDown));
    },
    close: () => {
      stopRedrawing();
      screen.unmount();
      attention.close();
    },
  };
}
