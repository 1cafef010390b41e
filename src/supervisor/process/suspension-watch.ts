import type { Clock } from '../../ports/clock.js';
import type { ProcessRunner } from './runner.js';

const pollMs = 2000;

/** Checks at intervals whether a running child was suspended, which the system does not report by itself. */
export class SuspensionWatch {
  readonly #clock: Clock;
  readonly #runners: () => Iterable<ProcessRunner>;
  #timer: Disposable | undefined;

  constructor(clock: Clock, runners: () => Iterable<ProcessRunner>) {
    this.#clock = clock;
    this.#runners = runners;
  }

  /** To be called when a process changed: looks go on as long as any runs. */
  changed({ snapshot }: ProcessRunner): void {
    if (snapshot.state === 'running') this.#lookLater();
    else if (this.#timer !== undefined && !this.#anyRuns()) {
      // Nothing is left to look at, and a host program may want to end.
      this.#timer[Symbol.dispose]();
      this.#timer = undefined;
    }
  }

  #lookLater(): void {
    this.#timer ??= this.#clock.setTimer(() => this.#look(), pollMs);
  }

  #look(): void {
    this.#timer = undefined;
    for (const runner of this.#runners()) runner.checkSuspended();
    if (this.#anyRuns()) this.#lookLater();
  }

  #anyRuns(): boolean {
    for (const { snapshot } of this.#runners()) if (snapshot.state === 'running') return true;
    return false;
  }
}
