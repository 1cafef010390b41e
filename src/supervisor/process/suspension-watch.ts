import type { Clock } from '../../ports/clock.js';
import type { ProcessRunner } from './runner.js';

/** The least time between two polls, and what each process adds to it, in milliseconds: many polls cost an idle program much. */
const pollMs = 2000;
const eachMs = 100;
const longestMs = 10_000;

/** Checks at intervals whether a running child was suspended, which the system does not report by itself. */
export class SuspensionWatch {
  readonly #clock: Clock;
  readonly #running = new Set<ProcessRunner>();
  readonly #postponed = new Map<ProcessRunner, () => void>();
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Restarts a process for what happened around it, at once or, where it is suspended, when it goes on: whoever examines it in a
   * debugger would lose it. Returns false where that waits; an end takes it away.
   */
  restartUnlessSuspended(runner: ProcessRunner, restart: () => void): boolean {
    runner.checkSuspended(true);
    if (runner.snapshot.suspended === true) this.#postponed.set(runner, restart);
    else restart();
    return !this.#postponed.has(runner);
  }

  /** To be called when a process changed: it polls as long as any runs. */
  changed(runner: ProcessRunner): void {
    if (runner.snapshot.suspended !== true) {
      const restart = this.#postponed.get(runner);
      this.#postponed.delete(runner);
      if (runner.snapshot.state === 'running') restart?.();
    }
    if (runner.snapshot.state === 'running') {
      this.#running.add(runner);
      this.#pollLater();
    } else if (this.#running.delete(runner) && this.#running.size === 0) {
      // Nothing is left to read, and a host program may want to end.
      this.#timer?.[Symbol.dispose]();
      this.#timer = undefined;
    }
  }

  #pollLater(): void {
    this.#timer ??= this.#clock.setTimer(() => this.#poll(), Math.min(longestMs, Math.max(pollMs, this.#running.size * eachMs)));
  }

  #poll(): void {
    this.#timer = undefined;
    for (const runner of [...this.#running]) runner.checkSuspended();
    if (this.#running.size > 0) this.#pollLater();
  }
}
