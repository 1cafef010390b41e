// What a frame of 200x60 costs in which every line of the log is another, with colours.
import { EventEmitter, once } from 'node:events';
import { render } from 'ink';
import { createElement } from 'react';
import { App } from '../../components/App.js';
import { nodeClock } from '../../src/adapters/node-clock.js';
import { standardKeymap } from '../../src/view/keymap.js';
import { themeFor } from '../../src/view/themes.js';
import { FakeSource } from '../components/fake-source.js';
import { everyState } from '../components/sample-processes.js';
import type { Row } from './row.js';

const columns = 200;
const rows = 60;
const frames = 150;

/** Frames before the measured ones, in which the engine compiles. */
const warmUp = 200;

/** A terminal that takes all at once and says so. */
class Sink extends EventEmitter {
  readonly columns = columns;
  readonly rows = rows;
  readonly isTTY = true;

  write(text: string, done?: () => void): boolean {
    done?.();
    // The end of a synchronized update.
    if (text.includes('\x1b[?2026l')) this.emit('frame');
    return true;
  }
}

/** The milliseconds for which such a frame keeps the main thread busy, as it comes, wrapped, pretty, with marks, and of all processes. */
export async function measure(): Promise<readonly Row[]> {
  const measured: Row[] = [];
  for (const [what, keys, json] of [
    ['lines with colours', [], false],
    ['the same zoomed', ['\t', 'z'], false],
    ['the same wrapped', ['\t', 'w'], false],
    ['the same with marks', ['\t', '/', 'item', '\r', 'G'], false],
    ['pretty JSON lines, stamps', ['\t', 'p', 't'], true],
    ['the logs of all', ['a'], false],
  ] as const) {
    measured.push({ title: `frame of 200x60, ${what}`, unit: 'ms', watchdog: await frameTime(keys, json), bare: null });
  }
  return measured;
}

async function frameTime(keys: readonly string[], json: boolean): Promise<number> {
  const sink = new Sink();
  const stdin = Object.assign(new EventEmitter(), keyboard());
  const source = new FakeSource(nodeClock, everyState(nodeClock.now()), 50_000);
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
    stdout: sink as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 1000,
  });
  source.write('api', batch(0, json));
  await once(sink, 'frame');
  for (const key of keys) {
    stdin.send(key);
    await new Promise((resolve) => nodeClock.setTimer(() => resolve(undefined), 60));
  }
  for (let frame = 1; frame <= warmUp; frame += 1) await draw(frame);
  const before = performance.eventLoopUtilization();
  for (let frame = 1; frame <= frames; frame += 1) await draw(warmUp + frame);
  const { active } = performance.eventLoopUtilization(before);
  screen.unmount();
  return active / frames;

  async function draw(frame: number): Promise<void> {
    const drawn = once(sink, 'frame');
    source.write('api', batch(frame, json));
    await drawn;
  }
}

function batch(frame: number, json: boolean): readonly string[] {
  return Array.from({ length: 60 }, (_, line) => {
    if (json)
      return JSON.stringify({
        level: 30 + (line % 3) * 10,
        time: 1.7e12 + line,
        msg: `frame ${frame} answered`,
        path: `/item/${line}`,
        ms: line,
      });
    return `${frame} \x1b[2mframe\x1b[0m \x1b[32mGET\x1b[0m /item/${line} \x1b[33m${200 + line}\x1b[0m ${'lorem ipsum '.repeat(10)}`;
  });
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
    },
  };
}
