import { App, type AppProps } from '../../../components/App.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { standardKeymap } from '../../../src/view/commands/keymap.js';
import { escapeMs } from '../../../src/view/input/reader.js';
import { themeFor } from '../../../src/view/text/themes.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { FakeExportTargets } from './fake-export-targets.js';
import { FakeNews } from './fake-news.js';
import { FakeSource } from './fake-source.js';
import { everyState } from './sample-processes.js';
import { Screen } from './screen.js';

/** A dashboard under test, with all that it was given and calls. */
export interface OpenApp extends Disposable {
  readonly screen: Screen;
  readonly source: FakeSource;
  readonly clock: FakeClock;
  /** What was copied and saved. */
  readonly exportTargets: FakeExportTargets;
  /** What the dashboard calls the program, in order. */
  readonly calls: readonly string[];
}

/** What can be different from one process in each state on a terminal of 120x40. */
export interface OpenOptions extends Partial<Pick<AppProps, 'theme' | 'keymap' | 'quitEndsAll' | 'shuttingDown' | 'news'>> {
  readonly columns?: number;
  readonly rows?: number;
  readonly processes?: (now: number) => readonly ProcessSnapshot[];
  /** Lines that a log keeps. */
  readonly capacity?: number;
}

/** Opens the dashboard on a fake source and waits for its first frame. */
export async function openApp(options: OpenOptions = {}): Promise<OpenApp> {
  const {
    columns = 120,
    rows = 40,
    processes = everyState,
    capacity = 1000,
    theme = themeFor({}),
    keymap = standardKeymap,
    quitEndsAll = true,
    shuttingDown = false,
  } = options;
  const { news = new FakeNews() } = options;
  const clock = new FakeClock();
  const source = new FakeSource(clock, processes(clock.now()), capacity);
  const calls: string[] = [];
  const exportTargets = new FakeExportTargets();
  const app = (
    <App
      source={source}
      news={news}
      exportTargets={exportTargets}
      browser={{ open: async (url) => void calls.push(`open ${url}`) }}
      clock={clock}
      theme={theme}
      keymap={keymap}
      quitEndsAll={quitEndsAll}
      onQuit={() => calls.push('quit')}
      toggleMouse={() => calls.push('mouse') % 2 === 1}
      onLeaveRunning={() => calls.push('leave running')}
      onInterrupt={() => calls.push('interrupt')}
      shuttingDown={shuttingDown}
    />
  );
  const screen = await Screen.open(app, columns, rows, () => clock.advance(2 * escapeMs));
  return { screen, source, clock, exportTargets, calls, [Symbol.dispose]: () => screen[Symbol.dispose]() };
}

/** A dashboard with the focus on the log of api, which has these lines. */
export async function openLog(lines: readonly string[], options: OpenOptions = {}): Promise<OpenApp> {
  const app = await openApp(options);
  app.source.write('api', lines);
  app.screen.press('tab');
  if (lines.length > 0) await app.screen.shows(lines.at(-1)!);
  return app;
}
