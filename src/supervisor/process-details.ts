import { renderContainer } from '../config/report/container.js';
import { renderProcess } from '../config/report/process.js';
import type { ContainerConfig } from '../config/schema/container-config.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { Secrets } from '../config/schema/secrets.js';
import type { Health } from '../policy/health/probing.js';
import type { DependencyCondition } from '../policy/process/dependencies.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import type { Inspector, TreeRow } from '../ports/inspector.js';
import type { ContainerReader, EngineAccount } from './container/details.js';
import type { ProbeTrack } from './health/history.js';
import type { UsagePoint } from './history/death-watch.js';
import type { PastExit } from './history/past-exit.js';
import type { Transition } from './history/timeline.js';
import { processMark } from './process/parts.js';
import type { Chronicle } from './process-history.js';
import type { Project } from './project.js';
import type { Supervisor } from './supervisor.js';

/** A process or a container that a process depends on, or a process that depends on it. */
export interface Neighbour {
  readonly name: string;
  readonly condition: DependencyCondition;
  readonly state: ProcessStateName;
  readonly health: Health;
}

/** All that is known of one process, or container, beside its snapshot and its crashes. Plain, so that it can be sent as JSON. */
export interface ProcessDetails {
  readonly name: string;
  /** As it was resolved, in the form of watchdog.yaml; secrets are masked. */
  readonly configuration: string;
  /** What it needs; what is not registered is left out. */
  readonly dependencies: readonly Neighbour[];
  /** What needs it. */
  readonly dependents: readonly Neighbour[];
  /** The last results of each of its probes. */
  readonly probes: readonly ProbeTrack[];
  /** Its last changes of state, oldest first. */
  readonly timeline: readonly Transition[];
  /** Its last exits, oldest first. */
  readonly ends: readonly PastExit[];
  /** What the engine says that it is; null for a process, and as long as the engine has said nothing. */
  readonly container: EngineAccount | null;
  /** What its tree used lately, oldest first; empty where nothing is measured. */
  readonly usage: readonly UsagePoint[];
  /** The processes of its tree when somebody last looked; null before, and for a container. */
  readonly tree: readonly TreeRow[] | null;
}

/** Brings the details of processes and containers together. What takes time is kept until it changes. */
export class Details {
  readonly #supervisor: Supervisor;
  readonly #chronicle: Chronicle;
  readonly #containers: ContainerReader;
  readonly #inspector: Inspector;
  #texts = new WeakMap<ProcessConfig | ContainerConfig, string>();
  readonly #trees = new Map<string, readonly TreeRow[]>();
  #secrets: Secrets = { secrets: [], secretValues: [] };

  constructor({ supervisor, chronicle }: Project, containers: ContainerReader, inspector: Inspector) {
    this.#supervisor = supervisor;
    this.#chronicle = chronicle;
    this.#containers = containers;
    this.#inspector = inspector;
  }

  /** From now on masks these too. To be called before the configurations that hold them are registered. */
  hide(secrets: Secrets): void {
    this.#secrets = secrets;
    this.#texts = new WeakMap();
  }

  /** Looks at the tree of a process now; empty where it does not run. Of a container the engine is asked. */
  async look(name: string): Promise<readonly TreeRow[]> {
    this.#containers.look(name);
    const pid = this.#supervisor.runner(name)?.snapshot.pid ?? null;
    const scope = this.#supervisor.config(name)?.stop.scope ?? 'all';
    const rows = pid === null ? [] : await this.#inspector.tree({ pid, mark: processMark(name), scope });
    this.#trees.set(name, rows);
    return rows;
  }

  /** The details of a process or a container; undefined for an unknown name. */
  of(name: string): ProcessDetails | undefined {
    const config = this.#supervisor.config(name);
    const runner = this.#supervisor.runner(name);
    if (config === undefined || runner === undefined) return this.#ofContainer(name);
    return {
      name,
      configuration: this.#textOf(config, renderProcess),
      dependencies: config.dependsOn.flatMap((edge) => this.#neighbour(edge.name, edge.condition)),
      dependents: this.#dependents(name),
      probes: runner.probeHistory(),
      timeline: this.#chronicle.timeline(name),
      ends: this.#chronicle.ends(name),
      usage: this.#chronicle.usage(name),
      container: null,
      tree: this.#trees.get(name) ?? null,
    };
  }

  #ofContainer(name: string): ProcessDetails | undefined {
    const details = this.#containers.details(name);
    if (details === undefined) return undefined;
    const { config, ...known } = details;
    const configuration = this.#textOf(config, renderContainer);
    return { name, configuration, dependencies: [], dependents: this.#dependents(name), ...known, tree: null };
  }

  #dependents(name: string): readonly Neighbour[] {
    return this.#supervisor.configs.flatMap((other) =>
      other.dependsOn.filter((edge) => edge.name === name).flatMap((edge) => this.#neighbour(other.name, edge.condition)),
    );
  }

  #neighbour(name: string, condition: DependencyCondition): readonly Neighbour[] {
    const snapshot = this.#supervisor.runner(name)?.snapshot ?? this.#containers.snapshotOf(name);
    return snapshot === undefined ? [] : [{ name, condition, state: snapshot.state, health: snapshot.health }];
  }

  #textOf<T extends ProcessConfig | ContainerConfig>(config: T, render: (config: T, secrets: Secrets) => string): string {
    const text = this.#texts.get(config) ?? render(config, this.#secrets);
    this.#texts.set(config, text);
    return text;
  }
}
