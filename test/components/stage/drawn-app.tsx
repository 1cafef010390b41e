import { EventEmitter } from 'node:events';
import './ink-colours.js';
import { type Instance, render } from 'ink';
import { App, type AppProps } from '../../../components/App.js';
import { afterResize } from '../../../src/cli/tty/after-resize.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { standardKeymap } from '../../../src/view/commands/keymap.js';
import { escapeMs } from '../../../src/view/input/reader.js';
import type { TerminalSize } from '../../../src/view/state/layout.js';
import { themeFor } from '../../../src/view/text/themes.js';
import { bytesOf } from '../../e2e/keys.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { EmulatedTerminal } from './emulated-terminal.js';
import { FakeNews } from './fake-news.js';
import { fakeReplay } from './fake-replay.js';
import { FakeSource } from './fake-source.js';
import { everyState } from './sample-processes.js';

/** What can be different from one process in each state on a terminal of 120x40. */
export interface DrawnOptions
  extends Partial<Pick<AppProps, 'theme' | 'shuttingDown' | 'exportTargets' | 'toggleMouse'>>,
    Partial<TerminalSize> {
  readonly processes?: (now: number) => readonly ProcessSnapshot[];
  /** Lines that a log keeps. */
  readonly capacity?: number;
  /** Whether the processes are those of another watchdog. @default false */
  readonly attached?: boolean;
  /** Whether it is a recording. @default false */
  readonly replayed?: boolean;
}

/**
 * The dashboard as the program opens it, colours, other screen and incremental drawing included, but on a fake source and clock,
 * and on a terminal inside this process. Ends with the test.
 */
export class DrawnApp implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly news = new FakeNews();
  readonly source: FakeSource;
  readonly terminal: EmulatedTerminal;
  /** What the dashboard calls the program, in order. */
  readonly calls: string[] = [];
  /** What ended the dashboard, where it ended by itself: the error that a component threw. */
  fault: unknown;
  #options: DrawnOptions;
  readonly #ink: Instance;
  readonly #stopRedrawing: () => void;
  readonly #signals = new EventEmitter();

  private constructor(options: DrawnOptions) {
    const { columns = 120, rows = 40, processes = everyState, capacity = 1000 } = options;
    this.#options = options;
    this.source = new FakeSource(this.clock, processes(this.clock.now()), capacity);
    if (options.replayed) this.source.replay = fakeReplay(this.source.changed);
    this.terminal = new EmulatedTerminal({ columns, rows });
    const { stdin, stdout } = this.terminal;
    this.#ink = render(this.#tree(), {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      maxFps: 30,
    });
    this.#ink.waitUntilExit().catch((error: unknown) => {
      this.fault = error;
    });
    this.#stopRedrawing = afterResize(this.#signals, this.clock, () => this.redraw());
  }

  /** Opens the dashboard; its first frame is drawn. */
  static async open(options: DrawnOptions = {}): Promise<DrawnApp> {
    const app = new DrawnApp(options);
    await app.settle();
    return app;
  }

  /** Resolves when all that has happened so far is on the screen. */
  async settle(): Promise<void> {
    // Once for what came in, and once for what its effects changed.
    await this.#ink.waitUntilRenderFlush();
    await this.#ink.waitUntilRenderFlush();
  }

  /** Presses keys by name ("tab", "ctrl+c") or as they are, each after the one before has been drawn. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.terminal.type(bytesOf(key));
      if (key === 'escape') {
        await this.settle();
        this.clock.advance(2 * escapeMs);
      }
      await this.settle();
    }
  }

  /** Types text, all at once. */
  async type(text: string): Promise<void> {
    this.terminal.type(text);
    await this.settle();
  }

  /** Changes the size of the terminal and lets it settle, as the program does. */
  async resize(size: TerminalSize): Promise<void> {
    this.terminal.resize(size);
    this.#signals.emit('SIGWINCH');
    await this.settle();
    this.clock.advance(100);
    await this.settle();
  }

  /** Whether the watchdog is being shut down. */
  get shuttingDown(): boolean {
    return this.#options.shuttingDown ?? false;
  }

  set shuttingDown(shuttingDown: boolean) {
    this.#options = { ...this.#options, shuttingDown };
    this.#ink.rerender(this.#tree());
  }

  /** Draws all of the screen again. */
  redraw(): void {
    this.#ink.clear();
    this.terminal.stdout.write('\x1b[2J\x1b[H');
    this.#ink.rerender(this.#tree());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopRedrawing();
    this.#ink.unmount();
    await this.#ink.waitUntilExit().catch(() => {}); // it is in `fault`
    this.terminal.dispose();
  }

  #tree() {
    const { theme = themeFor({}), shuttingDown = false, attached = false, exportTargets, toggleMouse } = this.#options;
    return (
      <App
        source={this.source}
        news={this.news}
        clock={this.clock}
        theme={theme}
        keymap={standardKeymap}
        quitEndsAll={!attached}
        toggleAttention={() => this.calls.push('attention') % 2 === 0}
        onQuit={() => this.calls.push('quit')}
        onLeaveRunning={() => this.calls.push('leave running')}
        onInterrupt={() => this.calls.push('interrupt')}
        onRedraw={() => this.redraw()}
        shuttingDown={shuttingDown}
        {...(exportTargets && { exportTargets })}
        {...(toggleMouse && { toggleMouse })}
      />
    );
  }
}
