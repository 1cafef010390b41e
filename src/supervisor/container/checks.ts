import type { Clock } from '../../ports/clock.js';
import type { EngineCheck } from '../../ports/container-engine.js';
import type { ProbeResult } from '../../ports/probe-runner.js';
import { ProbeHistory, type ProbeTrack } from '../health/history.js';
import { type Check, Prober } from '../health/prober.js';

/** Asks one container how it is, where it is we who ask, and remembers the last answers, those to the engine's own check too. */
export class ContainerChecks {
  readonly #clock: Clock;
  readonly #history = new ProbeHistory();
  #prober: Prober | undefined;
  #lastAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks; `done` is never called once `cancel` was called. `timeoutMs` in milliseconds. */
  ask(check: Check, timeoutMs: number, done: (result: ProbeResult) => void): void {
    this.#prober ??= new Prober(this.#clock, check);
    const asked = this.#clock.now();
    this.#prober.ask(timeoutMs, (result) => {
      const { ok, message } = result;
      this.#history.add('health', {
        ok,
        message,
        at: this.#clock.wallTime(),
        latencyMs: Math.round(this.#clock.now() - asked),
      });
      done(result);
    });
  }

  /** Takes over what is new among the last answers that the engine got, oldest first. */
  found(checks: readonly EngineCheck[]): void {
    for (const check of checks) {
      if (check.at <= this.#lastAt) continue;
      this.#lastAt = check.at;
      this.#history.add('health', check);
    }
  }

  /** Ends a check in flight. */
  cancel(): void {
    this.#prober?.cancel();
    this.#prober = undefined;
  }

  /** The last answers; no track where nobody asks. */
  tracks(isChecked: boolean): readonly ProbeTrack[] {
    const tracks = this.#history.of([{ id: 'health' }]);
    return isChecked || tracks.some(({ records }) => records.length > 0) ? tracks : [];
  }
}
