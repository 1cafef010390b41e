// The app on a terminal that costs nothing, so that what is measured is the program's own work for a frame.
import './production.js';
import { EventEmitter, once } from 'node:events';
import { render } from 'ink';
import { createElement } from 'react';
import { App } from '../../components/App.js';
import { nodeClock } from '../../src/adapters/node/clock.js';
import { standardKeymap } from '../../src/view/commands/keymap.js';
import { themeFor } from '../../src/view/text/themes.js';
import type { FakeSource } from '../components/stage/fake-source.js';

/** Frames before the measured ones, in which the engine compiles. */
const warmUp = 200;

const frames = 150;

/** A terminal that takes all at once and says so. */
class Sink extends EventEmitter {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string, done?: () => void): boolean {
    done?.();
    // The end of a synchronized update.
    if (text.includes('\x1b[?2026l')) this.emit('frame');
    return true;
  }
}

/** The dashboard on such a terminal. */
export class DrawnApp {
  readonly #sink: Sink;
  readonly #stdin = Object.assign(new EventEmitter(), keyboard());
  readonly #unmount: () => void;

  constructor(source: FakeSource, columns: number, rows: number) {
    this.#sink = new Sink(columns, rows);
    const app = createElement(App, {
      source,
      clock: nodeClock,
      theme: themeFor({}),
      keymap: standardKeymap,
      quitEndsAll: true,
      onQuit: () => {},
      onInterrupt: () => {},
      shuttingDown: false,
    });
    const screen = render(app, {
      stdout: this.#sink as unknown as NodeJS.WriteStream,
      stdin: this.#stdin as unknown as NodeJS.ReadStream,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      maxFps: 1000,
    });
    this.#unmount = () => screen.unmount();
  }

  /** Resolves with the next frame after `change`. */
  async draw(change: () => void): Promise<void> {
    const drawn = once(this.#sink, 'frame');
    change();
    await drawn;
  }

  press(key: string): void {
    this.#stdin.send(key);
  }

  /** The milliseconds for which the main thread is busy with a frame after `change`, of which each call is another. */
  async frameTime(change: (frame: number) => void): Promise<number> {
    for (let frame = 0; frame < warmUp; frame += 1) await this.draw(() => change(frame));
    const before = performance.eventLoopUtilization();
    for (let frame = warmUp; frame < warmUp + frames; frame += 1) await this.draw(() => change(frame));
    return performance.eventLoopUtilization(before).active / frames;
  }

  [Symbol.dispose](): void {
    this.#unmount();
  }
}

function keyboard() {
  let chunk: string | null = null;
  return {
    isTTY: true,
    setEncoding: () => {},
    setRawMode: () => {},
    resume: () => {},
    pause: () => {},
    ref: () => {},
    unref: () => {},
    read: () => {
      const read = chunk;
      chunk = null;
      return read;
    },
    send(this: EventEmitter, text: string) {
      chunk = text;
      this.emit('readable');
      // As a stream does for whoever listens beside the one that reads.
      this.emit('data', text);
    },
  };
}
