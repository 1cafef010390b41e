import { type Dependency, gateOf } from '../policy/dependencies.js';
import type { Gate, LifecycleAnnouncement, ProcessStateName } from '../policy/lifecycle.js';
import { startWaves } from '../policy/start-order.js';
import type { Clock, Random } from '../ports/clock.js';
import type { OutputStream, Spawner, TreeMember } from '../ports/spawner.js';
import { GenerationLog } from './generation-log.js';
import { LogStore } from './log-store.js';
import type { ProcessParts } from './process-parts.js';
import { ProcessRunner } from './process-runner.js';
import type { ProcessSnapshot } from './process-snapshot.js';
import { SuspensionWatch } from './suspension-watch.js';

/** Who is told what happens to any process. */
export interface SupervisorListener {
  announced(name: string, announcement: LifecycleAnnouncement): void;
  transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void;
  output(name: string, stream: OutputStream, chunk: Buffer): void;
  /** A row or a log changed. */
  changed(): void;
}

/** What a shutdown did. */
export interface ShutdownReport {
  /** Processes that ended within their grace, or had ended before. */
  readonly stopped: readonly string[];
  /** Processes that had to be killed. */
  readonly killed: readonly string[];
  /** What is still alive, since the system did not let it be killed. */
  readonly left: readonly { readonly name: string; readonly pid: number }[];
}

interface Supervised {
  readonly runner: ProcessRunner;
  readonly log: LogStore;
  readonly generations: GenerationLog;
  readonly dependencies: readonly Dependency[];
  gate: Gate;
}

/** All processes together: who waits for whom, and in which order they start and stop. */
export class Supervisor {
  readonly #ports: { readonly clock: Clock; readonly random: Random; readonly spawner: Spawner };
  readonly #listener: SupervisorListener;
  readonly #processes = new Map<string, Supervised>();
  readonly #suspensions: SuspensionWatch;
  #snapshots: readonly ProcessSnapshot[] | undefined;

  constructor(
    ports: { readonly clock: Clock; readonly random: Random; readonly spawner: Spawner },
    listener: SupervisorListener,
  ) {
    this.#ports = ports;
    this.#listener = listener;
    const runners = (): readonly ProcessRunner[] => [...this.#processes.values()].map(({ runner }) => runner);
    this.#suspensions = new SuspensionWatch(ports.clock, runners);
  }

  /** The names in the order of registration. */
  get names(): readonly string[] {
    return [...this.#processes.keys()];
  }

  /** Adds a process, stopped. */
  add(parts: ProcessParts, dependencies: readonly Dependency[], logLines?: number): void {
    const { name } = parts.identity;
    const log = new LogStore(logLines === undefined ? {} : { maxLines: logLines });
    const generations = new GenerationLog(log, this.#ports.clock);
    const runner = new ProcessRunner({
      ...parts,
      ...this.#ports,
      listener: {
        announced: (announcement) => {
          generations.announced(announcement);
          this.#listener.announced(name, announcement);
        },
        transitioned: (from, to) => this.#listener.transitioned(name, from, to),
        changed: () => {
          this.#snapshots = undefined;
          this.#openGates(name);
          this.#suspensions.changed();
          this.#listener.changed();
        },
        output: (stream, chunk) => {
          log.append(stream, chunk, this.#ports.clock.wallTime());
          this.#listener.output(name, stream, chunk);
          this.#listener.changed();
        },
        outputEnded: () => generations.outputEnded(),
      },
    });
    this.#processes.set(name, { runner, log, generations, dependencies, gate: { name: 'open' } });
    this.#snapshots = undefined;
    this.#openGate(name);
    this.#openGates(name);
  }

  /** The runner of a process; undefined for an unknown name. */
  runner(name: string): ProcessRunner | undefined {
    return this.#processes.get(name)?.runner;
  }

  /** The log of a process; undefined for an unknown name. */
  log(name: string): LogStore | undefined {
    return this.#processes.get(name)?.log;
  }

  /** All snapshots in the order of registration; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    this.#snapshots ??= [...this.#processes.values()].map(({ runner }) => runner.snapshot);
    return this.#snapshots;
  }

  /** Starts a process and, before it, whatever it needs that is neither up nor completed. */
  start(name: string): Promise<boolean> {
    for (const needed of this.#needs(name)) {
      const runner = this.runner(needed);
      if (runner !== undefined && isResting(runner.snapshot)) void runner.start();
    }
    return this.runner(name)?.start() ?? Promise.resolve(false);
  }

  /** Ends everything, dependents before what they depend on, each wave in parallel; nothing starts any more from the first moment on. */
  async shutdown(): Promise<ShutdownReport> {
    for (const { runner } of this.#processes.values()) runner.close();
    const killed = new Set<string>();
    const waves = startWaves(this.names, (name) => this.#dependencyNames(name));
    for (const wave of waves.toReversed()) {
      await Promise.all(
        wave.map(async (name) => {
          const runner = this.runner(name);
          await runner?.shutdown();
          if (runner?.wasForced === true) killed.add(name);
        }),
      );
    }
    // The last words of a child may still be in the pipe when it is gone.
    await Promise.all([...this.#processes.values()].map(({ generations }) => generations.settled()));
    const left = this.names.flatMap((name) => this.remaining(name).map(({ pid }) => ({ name, pid })));
    return { stopped: this.names.filter((name) => !killed.has(name)), killed: [...killed], left };
  }

  /** Sends SIGKILL to everything that is up. */
  killAll(): void {
    for (const { runner } of this.#processes.values()) void runner.kill();
  }

  /** What is alive of a process now. */
  remaining(name: string): readonly TreeMember[] {
    return this.runner(name)?.remaining() ?? [];
  }

  #dependencyNames(name: string): readonly string[] {
    return this.#processes.get(name)?.dependencies.map((dependency) => dependency.name) ?? [];
  }

  /** What a process needs, directly or not, each after its own needs. */
  #needs(name: string): readonly string[] {
    const seen = new Set<string>();
    const visit = (each: string): void => {
      for (const needed of this.#dependencyNames(each)) {
        if (seen.has(needed) || needed === name) continue;
        seen.add(needed);
        visit(needed);
      }
    };
    visit(name);
    return startWaves([...seen], (each) => this.#dependencyNames(each)).flat();
  }

  #openGates(changed: string): void {
    for (const [name, { dependencies }] of this.#processes) {
      if (dependencies.some((dependency) => dependency.name === changed)) this.#openGate(name);
    }
  }

  #openGate(name: string): void {
    const supervised = this.#processes.get(name);
    if (supervised === undefined || supervised.dependencies.length === 0) return;
    const gate = gateOf(supervised.dependencies, (other) => this.runner(other)?.snapshot);
    const before = supervised.gate;
    if (sameGate(before, gate)) return;
    supervised.gate = gate;
    supervised.runner.dispatch({ type: 'gate', gate });
  }
}

function isResting({ state }: ProcessSnapshot): boolean {
  return state === 'stopped' || state === 'failed';
}

function sameGate(one: Gate, other: Gate): boolean {
  if (one.name === 'open' || other.name === 'open') return one.name === other.name;
  return one.for === other.for && one.blocked === other.blocked;
}
