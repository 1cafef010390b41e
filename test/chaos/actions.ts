import { readFileSync } from 'node:fs';
import type { ActionRequest } from '../../src/protocol/documents.js';
import { graceMs } from './cast.js';
import { Dice } from './dice.js';
import { fullSize, type Play } from './play.js';

/** How long a stop may take from its request to its answer: the grace, and 2 s. */
const longestStopMs = graceMs + 2000;

/** What is done to the run in a step: its words for the record, and its doing, which resolves when its outcome is there. */
export interface Action {
  readonly what: string;
  /** Throws where the run does not keep what it promises. */
  readonly run: (play: Play) => Promise<void>;
}

/** Chooses the actions of a step, which are done at once; no process is in two of them but where they are to get in each other's way. */
export function chooseActions(dice: Dice, names: readonly string[]): readonly Action[] {
  const free = [...names];
  const take = (count: number): string[] => {
    const taken = dice.some(free, count);
    for (const name of taken) free.splice(free.indexOf(name), 1);
    return taken;
  };
  const makers: readonly (() => readonly Action[])[] = [
    () => [order('stop', take(1 + dice.below(4)), true)],
    () => [order('kill', take(1 + dice.below(3)), true)],
    () => [order('start', take(1 + dice.below(5)), false)],
    () => [order('restart', take(1 + dice.below(4)), false)],
    () => [order('reset', take(1 + dice.below(4)), false)],
    () => brawl(dice, take(2)),
    () => [press(dice.oneOf(['s', 'x', 'r', 'c']), take(1)[0]!, names)],
    () => [signalSomebody(dice, 'SIGKILL', 1 + dice.below(4))],
    () => [signalSomebody(dice, 'SIGSTOP', 1)],
    () => [resize(60 + dice.below(140), 15 + dice.below(110))],
  ];
  return dice.some(makers, 1 + dice.below(3)).flatMap((make) => make());
}

type Verb = 'start' | 'stop' | 'restart' | 'kill' | 'reset';

/** An order through the control socket. `alone` says that nobody else gives these processes orders in this step. */
function order(action: Verb, names: readonly string[], alone: boolean): Action {
  const run = async (play: Play): Promise<void> => {
    const since = performance.now();
    const waitedBefore = waitedMs(play.terminal.pid) + waitedMs(process.pid);
    const answer = play.client.act({ action, names } satisfies ActionRequest);
    if (action !== 'stop' && action !== 'kill') return void settleLater(answer);
    const outcomes = await answer;
    // What it waited for a processor on a busy machine is none of its doing, nor what was waited here.
    const tookMs = performance.now() - since - (waitedMs(play.terminal.pid) + waitedMs(process.pid) - waitedBefore);
    if (tookMs > longestStopMs) throw new Error(`${action} ${names.join(' ')} took ${Math.round(tookMs)} ms`);
    if (!alone) return;
    const failed = outcomes.find(({ ok }) => !ok);
    if (failed !== undefined) throw new Error(`${action} failed: ${failed.text}`);
    const left = play.look().filter(({ owner }) => names.includes(owner));
    if (left.length > 0) throw new Error(`${action} ${names.join(' ')} left pid ${left.map(({ row }) => row.pid).join(', ')}`);
  };
  return { what: `${action} ${names.join(' ')}`, run };
}

/** For how long a process was ready to run and had no processor so far. */
function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

/** Several orders on the same processes at once. */
function brawl(dice: Dice, names: readonly string[]): readonly Action[] {
  const verbs: readonly Verb[] = ['start', 'stop', 'restart', 'restart', 'kill', 'reset'];
  return Array.from({ length: 2 + dice.below(5) }, () => order(dice.oneOf(verbs), names, false));
}

/** A key on the row of a process. */
function press(key: string, name: string, names: readonly string[]): Action {
  const run = async ({ terminal }: Play): Promise<void> => {
    // A question of the press before would take these keys; elsewhere `n` only goes to what was searched for.
    terminal.press('n');
    terminal.press('g', ...Array<string>(names.indexOf(name)).fill('j'));
    await terminal.until((screen) => screen.some((line) => line.startsWith(` ▌ ${name} `)), `the bar on ${name}`);
    terminal.press(key);
  };
  return { what: `press ${key} on ${name}`, run };
}

/** A signal out of nowhere to children and grandchildren. */
function signalSomebody(dice: Dice, signal: 'SIGKILL' | 'SIGSTOP', count: number): Action {
  // Of their own, so that what is chosen next does not hang on who is alive now.
  const ownDice = new Dice(dice.below(2 ** 31));
  const run = async (play: Play): Promise<void> => {
    for (const { row } of ownDice.some(play.look(), count)) {
      try {
        process.kill(row.pid, signal);
      } catch {
        // It ended by itself meanwhile.
      }
    }
  };
  return { what: `${signal} to ${count}`, run };
}

/** Another size of the terminal, and the full one again once it has been drawn. */
function resize(columns: number, rows: number): Action {
  const run = async ({ terminal }: Play): Promise<void> => {
    for (const size of [{ columns, rows }, fullSize]) {
      terminal.resize(size.columns, size.rows);
      // The time of day ends one cell before the edge. Beyond it the emulator keeps what a wider screen had there.
      const isDrawn = ([header = '']: string[]): boolean => header.slice(0, size.columns).trimEnd().length === size.columns - 1;
      await terminal.until(isDrawn, `a header of ${size.columns} columns`);
    }
  };
  return { what: `resize to ${columns}x${rows}`, run };
}

/** A start may wait for its dependency or its backoff as long as it likes; at the end of the run it is refused. */
function settleLater(answer: Promise<unknown>): void {
  answer.catch(() => {});
}
