import type { Secrets } from '../config/schema/secrets.js';
import type { Health } from '../policy/health/probing.js';
import type { DependencyCondition } from '../policy/process/awaited.js';
import type { Dependency } from '../policy/process/dependencies.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import type { Unit, UnitPast } from './unit/unit.js';
import type { Units } from './unit/units.js';

/** A process or a container that a process depends on, or a process that depends on it. */
export interface Neighbour {
  readonly name: string;
  readonly condition: DependencyCondition;
  readonly state: ProcessStateName;
  readonly health: Health;
}

/** All that is known of one process, or container, beside its snapshot and its crashes. Plain, so that it can be sent as JSON. */
export interface ProcessDetails extends UnitPast {
  readonly name: string;
  /** As it was resolved, in the form of watchdog.yaml; secrets are masked. */
  readonly configuration: string;
  /** What it needs; what is not registered is left out. */
  readonly dependencies: readonly Neighbour[];
  /** What needs it. */
  readonly dependents: readonly Neighbour[];
}

/** Brings the details of processes and containers together. The texts of configurations are kept until they change. */
export class Details {
  readonly #units: Units;
  readonly #dependentsOf: (name: string) => readonly (readonly [dependent: string, edge: Dependency])[];
  #texts = new WeakMap<object, string>();
  #secrets: Secrets = { secrets: [], secretValues: [] };

  /** @param dependentsOf the units that depend on one, each with its edge */
  constructor(units: Units, dependentsOf: (name: string) => readonly (readonly [dependent: string, edge: Dependency])[]) {
    this.#units = units;
    this.#dependentsOf = dependentsOf;
  }

  /** From now on masks these too. To be called before the configurations that hold them are registered. */
  hide(secrets: Secrets): void {
    this.#secrets = secrets;
    this.#texts = new WeakMap();
  }

  /** The details of a process or a container; undefined for an unknown name. */
  of(name: string): ProcessDetails | undefined {
    const unit = this.#units.get(name);
    if (unit === undefined) return undefined;
    return {
      name,
      configuration: this.#textOf(unit),
      dependencies: unit.dependsOn.flatMap((edge) => this.#neighbour(edge.name, edge.condition)),
      dependents: this.#dependentsOf(name).flatMap(([other, edge]) => this.#neighbour(other, edge.condition)),
      ...unit.past(),
    };
  }

  #neighbour(name: string, condition: DependencyCondition): readonly Neighbour[] {
    const snapshot = this.#units.get(name)?.snapshot;
    return snapshot === undefined ? [] : [{ name, condition, state: snapshot.state, health: snapshot.health }];
  }

  #textOf(unit: Unit): string {
    const text = this.#texts.get(unit.config) ?? unit.configText(this.#secrets);
    this.#texts.set(unit.config, text);
    return text;
  }
}
