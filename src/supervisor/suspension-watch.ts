import type { Clock } from '../ports/clock.js';
import type { ProcessRunner } from './process-runner.js';

const lookMs = 2000;

/** Looks now and then whether somebody has suspended a running child, which the system does not report by itself. */
export class SuspensionWatch {
  readonly #clock: Clock;
  readonly #runners: () => Iterable<ProcessRunner>;
  #timer: Disposable | undefined;

  constructor(clock: Clock, runners: () => Iterable<ProcessRunner>) {
    this.#clock = clock;
    this.#runners = runners;
  }

  /** To be called when a process changed: looks go on as long as any runs. */
  changed(): void {
    const anyRuns = [...this.#runners()].some(({ snapshot }) => snapshot.state === 'running');
    if (anyRuns) {
      this.#timer ??= this.#clock.setTimer(() => this.#look(), lookMs);
      return;
    }
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #look(): void {
    this.#timer = undefined;
    for (const runner of this.#runners()) runner.checkSuspended();
    this.changed();
  }
}
