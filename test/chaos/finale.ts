import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../fixtures/alive.js';
import { descendantsOf } from '../fixtures/process-tree.js';
import type { Play } from './play.js';

/** The ways in which a run is ended. */
export const finales = ['q', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

/** One of them. */
export type Finale = (typeof finales)[number];

/** Milliseconds after a SIGKILL of the watchdog in which the reaper has ended everything; about 2.5 s where the machine is idle. */
const reapMs = 10_000;

/** What was left after the end of the watchdog's own process. */
export interface Aftermath {
  /** Who was alive when no more time was given, in words. */
  readonly survivors: readonly string[];
  /** Milliseconds until nobody was left, or the time was over. */
  readonly lingeredMs: number;
}

/**
 * Ends a run and looks who survived it: at once where the watchdog saw its end coming, some seconds later where it did not.
 * Throws where the program did not end as it should.
 */
export async function endBy(finale: Finale, play: Play): Promise<Aftermath> {
  const { terminal, sightings } = play;
  const reapers = descendantsOf(terminal.pid).filter(isReaper);
  await begin(finale, play);
  const exit = await terminal.exited;
  const expected = finale === 'SIGKILL' ? { code: null, signal: 'SIGKILL' } : { code: 0, signal: null };
  if (exit.code !== expected.code || exit.signal !== expected.signal) throw new Error(`it ended with ${JSON.stringify(exit)}`);
  const since = performance.now();
  const survivors = (): readonly string[] => [
    ...sightings.look().map(({ row, owner }) => `pid ${row.pid} of ${owner}`),
    ...reapers.filter(isAlive).map((pid) => `pid ${pid}, the reaper`),
  ];
  // The reaper is told to go in the last moment, and goes a moment later.
  const mayLinger = (left: readonly string[]): boolean =>
    left.length > 0 && (finale === 'SIGKILL' || left.every((each) => each.endsWith('the reaper')));
  let left = survivors();
  while (mayLinger(left) && performance.now() - since < reapMs) {
    await delay(20);
    left = survivors();
  }
  return { survivors: left, lingeredMs: performance.now() - since };
}

function isReaper(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('watchdog-reaper');
  } catch {
    return false; // it ended meanwhile
  }
}

async function begin(finale: Finale, { terminal }: Play): Promise<void> {
  switch (finale) {
    case 'q':
      terminal.press('q');
      await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question whether to quit');
      terminal.press('y');
      return;
    case 'SIGHUP':
      await terminal.hangUp();
      return;
    case 'SIGTERM':
    case 'SIGKILL':
      process.kill(terminal.pid, finale);
  }
}
