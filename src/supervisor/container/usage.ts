import type { Clock } from '../../ports/clock.js';
import { type ContainerEngine, type ContainerUsage, EngineFault } from '../../ports/container-engine.js';
import type { UsagePoint } from '../history/exits.js';
import type { ContainerRunner } from './runner.js';

/** How many are asked about at the same time, so that the engine does other things too. */
const atOnce = 4;

/** How many measures of a life are kept. */
const kept = 60;

interface Track {
  /** Which life of which container it is. */
  readonly life: string;
  readonly cpuMs: number;
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly points: readonly UsagePoint[];
}

const noPoints: readonly UsagePoint[] = [];

/** Measures what containers use, between one poll and the next. */
export class ContainerUsages {
  readonly #engine: ContainerEngine;
  readonly #clock: Clock;
  readonly #tracks = new WeakMap<ContainerRunner, Track>();
  readonly #measuring = new Set<ContainerRunner>();

  constructor(engine: ContainerEngine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** What its last life used lately, oldest first, at most 60 measures; they outlive it, so the last one shows how it was at its end. */
  history(runner: ContainerRunner): readonly UsagePoint[] {
    const track = this.#tracks.get(runner);
    return track?.life === lifeOf(runner) ? track.points : noPoints;
  }

  /** Measures those that run and are not being measured already. */
  async measure(runners: readonly ContainerRunner[]): Promise<void> {
    const waiting = runners.filter((runner) => runner.lifecycle.phase.name === 'running' && !this.#measuring.has(runner));
    for (const runner of waiting) this.#measuring.add(runner);
    const next = async (): Promise<void> => {
      for (let runner = waiting.shift(); runner !== undefined; runner = waiting.shift()) {
        const isSilent = await this.#measureOne(runner);
        this.#measuring.delete(runner);
        // Each would take as long again, and the answer waits for them all.
        if (isSilent) for (const other of waiting.splice(0)) this.#measuring.delete(other);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
  }

  /** Resolves true where the engine did not answer in time. */
  async #measureOne(runner: ContainerRunner): Promise<boolean> {
    const { id } = runner.lifecycle;
    if (id === null) return false;
    const life = lifeOf(runner);
    // An engine that does not answer is noticed by the list.
    const usage = await this.#engine.usage(id).catch((error: unknown) => error);
    if (usage === undefined || usage instanceof Error) {
      runner.used(null);
      return usage instanceof EngineFault && usage.kind === 'silent';
    }
    const { cpuMs, memory } = usage as ContainerUsage;
    const at = this.#clock.now();
    const last = this.#tracks.get(runner);
    const before = last?.life === life ? last : undefined;
    const share = before === undefined || at <= before.at ? null : ((cpuMs - before.cpuMs) / (at - before.at)) * 100;
    // Rounded as it is shown, so that nothing is drawn for a change that nobody sees.
    const cpu = share === null ? null : Math.max(0, Math.round(share * 10) / 10);
    const earlier = before?.points ?? noPoints;
    const points = cpu === null ? earlier : [...earlier, { at: this.#clock.wallTime(), cpu, memory }].slice(-kept);
    this.#tracks.set(runner, { life, cpuMs, at, points });
    runner.used({ cpu, memory });
    return false;
  }
}

function lifeOf({ lifecycle: { id, startedAt } }: ContainerRunner): string {
  return `${id} ${startedAt}`;
}
