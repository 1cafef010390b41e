import type { Clock } from '../../ports/clock.js';
import type { ProcessRunner } from './runner.js';

/** The least time between two polls, and what each process adds to it, in milliseconds: many polls cost an idle program much. */
const pollMs = 2000;
const eachMs = 100;
const longestMs = 10_000;

/** Checks at intervals whether a running child was suspended, which the system does not report by itself. */
export class SuspensionWatch {
  readonly #clock: Clock;
  readonly #runners: () => Iterable<ProcessRunner>;
  #timer: Disposable | undefined;

  constructor(clock: Clock, runners: () => Iterable<ProcessRunner>) {
    this.#clock = clock;
    this.#runners = runners;
  }

  /** To be called when a process changed: it polls as long as any runs. */
  changed({ snapshot }: ProcessRunner): void {
    if (snapshot.state === 'running') this.#pollLater();
    else if (this.#timer !== undefined && !this.#anyRuns()) {
      // Nothing is left to read, and a host program may want to end.
      this.#timer[Symbol.dispose]();
      this.#timer = undefined;
    }
  }

  #pollLater(): void {
    this.#timer ??= this.#clock.setTimer(() => this.#poll(), Math.min(longestMs, Math.max(pollMs, this.#running() * eachMs)));
  }

  #poll(): void {
    this.#timer = undefined;
    for (const runner of this.#runners()) runner.checkSuspended();
    if (this.#anyRuns()) this.#pollLater();
  }

  #running(): number {
    return [...this.#runners()].filter(({ snapshot }) => snapshot.state === 'running').length;
  }

  #anyRuns(): boolean {
    for (const { snapshot } of this.#runners()) if (snapshot.state === 'running') return true;
    return false;
  }
}
