// What many processes cost, so that it can be seen whether that grows with their number and no faster.
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { untilDead } from '../fixtures/alive.js';
import { Notebook } from './notebook.js';
import { median, type Row } from './row.js';
import { barRow, type StartSubject, Subject } from './subject.js';
import { processorMs, residentMegabytes } from './usage.js';

const counts = [10, 100, 1000, 2000];
const settleMs = 5_000;
const idleMs = 10_000;
const presses = 10;

/** The figures of one program with so many children. */
type Figures = Readonly<Record<'start' | 'idle' | 'key' | 'restart' | 'quit' | 'memory' | 'descriptors', number>>;

const units: Readonly<Record<keyof Figures, string>> = {
  start: 'ms',
  idle: '% of a core',
  key: 'ms',
  restart: 'ms',
  quit: 'ms',
  memory: 'MB',
  descriptors: '',
};

/** Start, idle, a key, one restart, quit, memory and descriptors with 10, 100, 1,000 and 2,000 `sleep`s, and what one more costs. */
export async function measure(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const found: Figures[] = [];
  for (const count of counts) {
    const watchdog = await figuresOf(Subject.watchdog, count);
    const bare = await figuresOf(Subject.bare, count);
    found.push(watchdog);
    const names = Object.keys(units) as (keyof Figures)[];
    // The bare program has no key that restarts one.
    const bareOf = (name: keyof Figures): number | null => (name === 'restart' ? null : bare[name]);
    rows.push(
      ...names.map((name) => ({
        title: `${count} sleeps, ${name}`,
        unit: units[name],
        watchdog: watchdog[name],
        bare: bareOf(name),
      })),
    );
  }
  const [first, last] = [found[1]!, found.at(-1)!];
  const more = counts.at(-1)! - counts[1]!;
  for (const name of ['start', 'idle', 'quit', 'memory', 'descriptors'] as const) {
    const each = ((last[name] - first[name]) / more) * 1000;
    rows.push({ title: `a thousand more cost, ${name}`, unit: units[name], watchdog: each, bare: null });
  }
  return rows;
}

async function figuresOf(start: StartSubject, count: number): Promise<Figures> {
  await using notebook = await Notebook.open();
  const command = `${notebook.notePid}; exec sleep 6000`;
  await using subject = await start({ commands: Array.from({ length: count }, () => command) });
  const pids = await notebook.numbers(count);
  const startMs = Date.now() - subject.startedAt;
  await subject.ready();
  await delay(settleMs);
  const { pid } = subject.terminal;
  const [usedBefore, begin] = [processorMs(pid), performance.now()];
  await delay(idleMs);
  const idle = ((processorMs(pid) - usedBefore) / (performance.now() - begin)) * 100;
  const memory = residentMegabytes(pid);
  const descriptors = readdirSync(`/proc/${pid}/fd`).length;
  const key = await keyTime(subject);
  const restart = start === Subject.watchdog ? await restartTime(subject, notebook, count) : Number.NaN;
  const askedAt = await subject.quit();
  const last = (await notebook.numbers(count)).slice(count);
  for (const each of [...pids, ...last]) await untilDead(each, 60_000, 1);
  return { start: startMs, idle, key, restart, quit: performance.now() - askedAt, memory, descriptors };
}

async function keyTime(subject: Subject): Promise<number> {
  const times: number[] = [];
  for (let press = 0; press < presses; press++) {
    const before = barRow(subject.terminal.screen());
    const pressedAt = subject.press(press % 2 === 0 ? 'j' : 'k');
    await subject.terminal.until((screen) => ![before, -1].includes(barRow(screen)), 'the selection to move');
    times.push(performance.now() - pressedAt);
    await delay(100);
  }
  return median(times);
}

async function restartTime(subject: Subject, notebook: Notebook, count: number): Promise<number> {
  const askedAt = await subject.restartSelected();
  await notebook.numbers(count + 1);
  return performance.now() - askedAt;
}
