import { expect, it } from 'vitest';
import type { ProbeResult } from '../../../src/ports/probe-runner.js';
import { Prober } from '../../../src/supervisor/health/prober.js';
import { settle } from '../../ports/fake-spawner.js';

/** A clock whose timers come as late as a program that stood still runs them. */
class LateClock {
  at = 0;
  timers: { fn: () => void; due: number }[] = [];
  now = () => this.at;
  wallTime = () => this.at;

  setTimer(fn: () => void, delayMs: number): Disposable {
    const timer = { fn, due: this.at + delayMs };
    this.timers.push(timer);
    return {
      [Symbol.dispose]: () => {
        this.timers = this.timers.filter((each) => each !== timer);
      },
    };
  }

  /** So much time has passed before any of the timers that are due runs. */
  standStill(ms: number): void {
    this.at += ms;
    const due = this.timers.filter((timer) => timer.due <= this.at);
    this.timers = this.timers.filter((timer) => timer.due > this.at);
    for (const { fn } of due) fn();
  }
}

function asked() {
  const clock = new LateClock();
  const results: ProbeResult[] = [];
  let answer: (result: ProbeResult) => void = () => {};
  const prober = new Prober(clock, () => new Promise((resolve) => (answer = resolve)));
  prober.ask(5000, (result) => results.push(result));
  return { clock, results, answer: (result: ProbeResult) => answer(result) };
}

const well = { ok: true, message: 'HTTP 200' };
const late = { ok: false, message: 'timed out after 5s' };

it('A check is given up at its timeout', () => {
  const { clock, results } = asked();
  clock.standStill(5000);
  expect(results).toEqual([late]);
});

it('An answer that came while the watchdog stood still is read before the check is given up', async () => {
  const { clock, results, answer } = asked();
  clock.standStill(30_000);
  expect(results).toEqual([]);
  answer(well);
  await settle();
  expect(results).toEqual([well]);
  expect(clock.timers).toEqual([]);
});

it('A check without an answer is given up soon after the watchdog goes on, however late that is again', () => {
  const { clock, results } = asked();
  clock.standStill(30_000);
  clock.standStill(30_000);
  expect(results).toEqual([late]);
});
