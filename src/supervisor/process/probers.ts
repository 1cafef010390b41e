import type { ProbePolicy } from '../../policy/health/probing.js';
import type { Clock } from '../../ports/clock.js';
import type { ProbeResult } from '../../ports/probe-runner.js';
import type { OutputStream } from '../../ports/spawner.js';
import { ProbeHistory, type ProbeTrack } from '../health/history.js';
import { Prober } from '../health/prober.js';
import type { ProcessParts } from './parts.js';

/** Asks the probes of a process, generation by generation, and remembers the last answers. */
export class Probers {
  readonly #clock: Clock;
  readonly #history = new ProbeHistory();
  #probers: readonly Prober[] = [];
  #logChecks: ProcessParts['logChecks'] = [];
  #descriptorChecks: ProcessParts['descriptorChecks'] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks a probe of the present generation; `done` is never called once `cancel` was called. */
  ask({ identity, checks, logChecks, descriptorChecks }: ProcessParts, index: number, done: (result: ProbeResult) => void): void {
    const policy = identity.policy.probes[index];
    if (policy === undefined) return;
    if (this.#probers.length === 0) {
      this.#probers = checks.map((check) => new Prober(this.#clock, check));
      this.#logChecks = logChecks;
      this.#descriptorChecks = descriptorChecks;
    }
    const asked = this.#clock.now();
    this.#probers[index]?.ask(policy.awaits === null ? policy.timeoutMs : null, (result) => {
      const { ok, message } = result;
      const latencyMs = Math.round(this.#clock.now() - asked);
      this.#history.add(policy.id, { ok, message, at: this.#clock.wallTime(), latencyMs }, policy.awaits === null);
      done(result);
    });
  }

  /** Shows output of the present generation to the checks that wait for a line of it. */
  take(stream: OutputStream, chunk: Buffer): void {
    for (const check of this.#logChecks) check.take(stream, chunk);
  }

  /** The process of the present generation has said on its descriptor that it is ready. */
  ready(): void {
    for (const check of this.#descriptorChecks) check.ready();
  }

  /** The generation is over: ends all checks in flight. */
  cancel(): void {
    for (const prober of this.#probers) prober.cancel();
    this.#probers = [];
    this.#logChecks = [];
    this.#descriptorChecks = [];
  }

  /** The last answers of these probes. */
  history(policies: readonly ProbePolicy[]): readonly ProbeTrack[] {
    return this.#history.of(policies);
  }
}
