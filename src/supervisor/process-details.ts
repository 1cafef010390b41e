import type { ProcessConfig } from '../config/process-config.js';
import { renderProcess } from '../config/process-report.js';
import type { Secrets } from '../config/secrets.js';
import type { DependencyCondition } from '../policy/dependencies.js';
import type { Health } from '../policy/health.js';
import type { ProcessStateName } from '../policy/lifecycle.js';
import type { Inspector, TreeRow } from '../ports/inspector.js';
import type { Chronicle } from './chronicle.js';
import type { EndRecord, UsagePoint } from './death-watch.js';
import type { ProbeTrack } from './probe-history.js';
import { processMark } from './process-parts.js';
import type { Project } from './project.js';
import type { Supervisor } from './supervisor.js';
import type { Transition } from './timeline.js';

/** A process that another depends on, or that depends on it. */
export interface Neighbour {
  readonly name: string;
  readonly condition: DependencyCondition;
  readonly state: ProcessStateName;
  readonly health: Health;
}

/** All that is known of one process beside its snapshot and its crashes. Plain, so that it can be sent as JSON. */
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
  readonly ends: readonly EndRecord[];
  /** What its tree used lately, oldest first; empty where nothing is measured. */
  readonly usage: readonly UsagePoint[];
  /** The processes of its tree when somebody last looked; null before. */
  readonly tree: readonly TreeRow[] | null;
}

/** Brings the details of processes together. What takes time is kept until it changes. */
export class Details {
  readonly #supervisor: Supervisor;
  readonly #chronicle: Chronicle;
  readonly #inspector: Inspector;
  #texts = new WeakMap<ProcessConfig, string>();
  readonly #trees = new Map<string, readonly TreeRow[]>();
  #secrets: Secrets = { secrets: [], secretValues: [] };

  constructor({ supervisor, chronicle }: Project, inspector: Inspector) {
    this.#supervisor = supervisor;
    this.#chronicle = chronicle;
    this.#inspector = inspector;
  }

  /** From now on masks these too. To be called before the configurations that hold them are registered. */
  hide(secrets: Secrets): void {
    this.#secrets = secrets;
    this.#texts = new WeakMap();
  }

  /** Looks at the tree of a process now; empty where it does not run. */
  async look(name: string): Promise<readonly TreeRow[]> {
    const pid = this.#supervisor.runner(name)?.snapshot.pid ?? null;
    const scope = this.#supervisor.config(name)?.stop.scope ?? 'all';
    const rows = pid === null ? [] : await this.#inspector.tree({ pid, mark: processMark(name), scope });
    this.#trees.set(name, rows);
    return rows;
  }

  /** The details of a process; undefined for an unknown name. */
  of(name: string): ProcessDetails | undefined {
    const config = this.#supervisor.config(name);
    const runner = this.#supervisor.runner(name);
    if (config === undefined || runner === undefined) return undefined;
    return {
      name,
      configuration: this.#textOf(config),
      dependencies: config.dependsOn.flatMap((edge) => this.#neighbour(edge.name, edge.condition)),
      dependents: this.#supervisor.configs.flatMap((other) =>
        other.dependsOn.filter((edge) => edge.name === name).flatMap((edge) => this.#neighbour(other.name, edge.condition)),
      ),
      probes: runner.probeHistory(),
      timeline: this.#chronicle.timeline(name),
      ends: this.#chronicle.ends(name),
      usage: this.#chronicle.usage(name),
      tree: this.#trees.get(name) ?? null,
    };
  }

  #neighbour(name: string, condition: DependencyCondition): readonly Neighbour[] {
    const snapshot = this.#supervisor.runner(name)?.snapshot;
    return snapshot === undefined ? [] : [{ name, condition, state: snapshot.state, health: snapshot.health }];
  }

  #textOf(config: ProcessConfig): string {
    const text = this.#texts.get(config) ?? renderProcess(config, this.#secrets);
    this.#texts.set(config, text);
    return text;
  }
}
