// What frames cost: one in which every line of the log is another, a tick in which every row of the table is, and that of a key.
import { setTimeout as delay } from 'node:timers/promises';
import { nodeClock } from '../../src/adapters/node/clock.js';
import { FakeSource } from '../components/stage/fake-source.js';
import { everyState, runningProcess } from '../components/stage/sample-processes.js';
import { DrawnApp } from './drawn-app.js';
import type { Row } from './row.js';

/** The milliseconds for which such a frame keeps the main thread busy; of the log as it comes, wrapped, pretty, with marks, and of all processes. */
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
    measured.push(row(`frame of 200x60, ${what}`, await logFrameTime(keys, json)));
  }
  measured.push(row('tick of 50 changing rows on 200x60', await tickTime(200, 60)));
  measured.push(row('frame of a key on 120x40 with 50 processes', await keyTime(120, 40)));
  return measured;
}

function row(title: string, watchdog: number): Row {
  return { title, unit: 'ms', watchdog, bare: null };
}

async function logFrameTime(keys: readonly string[], json: boolean): Promise<number> {
  const source = new FakeSource(nodeClock, everyState(nodeClock.now()), 50_000);
  using app = new DrawnApp(source, 200, 60);
  await app.draw(() => source.write('api', batch(0, json)));
  for (const key of keys) {
    app.press(key);
    await delay(60);
  }
  return await app.frameTime((frame) => source.write('api', batch(frame + 1, json)));
}

async function tickTime(columns: number, rows: number): Promise<number> {
  const source = new FakeSource(nodeClock, fifty(0));
  using app = new DrawnApp(source, columns, rows);
  return await app.frameTime((frame) => source.setProcesses(fifty(frame + 1)));
}

async function keyTime(columns: number, rows: number): Promise<number> {
  const source = new FakeSource(nodeClock, fifty(0));
  using app = new DrawnApp(source, columns, rows);
  return await app.frameTime((frame) => app.press(frame % 40 < 20 ? 'j' : 'k'));
}

/** Fifty processes, of which each tick changes every one. */
function fifty(tick: number) {
  const now = nodeClock.now();
  return Array.from({ length: 50 }, (_, index) =>
    runningProcess(`service-${index}`, now, 60_000 * index + 1000 * tick, {
      health: 'healthy',
      restartCount: tick % 10,
      cpu: (tick + index) % 100,
      memory: 1e6 * ((tick * 7 + index) % 1000),
      errors: tick,
      ports: [3000 + index],
    }),
  );
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
