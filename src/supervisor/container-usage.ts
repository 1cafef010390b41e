import type { Clock } from '../ports/clock.js';
import type { ContainerEngine } from '../ports/container-engine.js';
import type { ContainerRunner } from './container-runner.js';

/** How many are asked about at the same time, so that the engine does other things too. */
const atOnce = 4;

/** Measures what containers use, between one look and the next. */
export class ContainerUsages {
  readonly #engine: ContainerEngine;
  readonly #clock: Clock;
  readonly #last = new Map<string, { readonly cpuMs: number; readonly at: number }>();
  readonly #measuring = new Set<ContainerRunner>();

  constructor(engine: ContainerEngine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** Measures those that run and are not being measured already. */
  async measure(runners: readonly ContainerRunner[]): Promise<void> {
    const waiting = runners.filter((runner) => runner.lifecycle.phase.name === 'running' && !this.#measuring.has(runner));
    for (const runner of waiting) this.#measuring.add(runner);
    const next = async (): Promise<void> => {
      for (let runner = waiting.shift(); runner !== undefined; runner = waiting.shift()) {
        await this.#measureOne(runner);
        this.#measuring.delete(runner);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
  }

  async #measureOne(runner: ContainerRunner): Promise<void> {
    const { id, startedAt } = runner.lifecycle;
    if (id === null) return;
    // An engine that does not answer is noticed by the list.
    const usage = await this.#engine.usage(id).catch(() => undefined);
    if (usage === undefined) {
      runner.used(null);
      return;
    }
    const life = `${id} ${startedAt}`;
    const at = this.#clock.now();
    const before = this.#last.get(life);
    for (const key of this.#last.keys()) if (key.startsWith(`${id} `)) this.#last.delete(key);
    this.#last.set(life, { cpuMs: usage.cpuMs, at });
    const cpu = before === undefined || at <= before.at ? null : ((usage.cpuMs - before.cpuMs) / (at - before.at)) * 100;
    // Rounded as it is shown, so that nothing is drawn for a change that nobody sees.
    runner.used({ cpu: cpu === null ? null : Math.max(0, Math.round(cpu * 10) / 10), memory: usage.memory });
  }
}
