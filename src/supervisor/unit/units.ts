import { assertKnown } from '../../policy/container/name.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import type { Unit } from './unit.js';

/** All processes and containers by name, processes first, both in their order. */
export class Units {
  readonly #units = new Map<string, Unit>();
  readonly #needed = new Set<string>();
  #snapshots: readonly ProcessSnapshot[] | undefined;

  /** Undefined for an unknown name. */
  get(name: string): Unit | undefined {
    return this.#units.get(name);
  }

  /**
   * The unit of a name.
   * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
   */
  known(name: string): Unit {
    assertKnown(name, [...this.#units.keys()]);
    return this.#units.get(name)!;
  }

  /** Adds one, or puts it in the place of the one of its name. */
  set(unit: Unit): void {
    this.#units.set(unit.name, unit);
    this.changed();
  }

  delete(name: string): void {
    this.#units.delete(name);
    this.changed();
  }

  /** Puts those named into this order; all others come after them. */
  arrange(names: readonly string[]): void {
    const units = names.flatMap((name) => this.#units.get(name) ?? []);
    const others = [...this.#units.values()].filter((unit) => !units.includes(unit));
    this.#units.clear();
    for (const unit of [...units, ...others]) this.#units.set(unit.name, unit);
    this.changed();
  }

  /** Something that depends on a unit is to run; one that is not there yet is notified when it comes and asks. */
  need(name: string): void {
    const unit = this.#units.get(name);
    if (unit === undefined) this.#needed.add(name);
    else unit.need();
  }

  /** Whether a unit was needed before it was there; asked once. */
  wasNeeded(name: string): boolean {
    return this.#needed.delete(name);
  }

  /** A snapshot was replaced. */
  changed(): void {
    this.#snapshots = undefined;
  }

  /** All snapshots; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    if (this.#snapshots === undefined) {
      const all = [...this.#units.values()].map(({ snapshot }) => snapshot);
      this.#snapshots = (['process', 'container', 'service'] as const).flatMap((each) => all.filter(({ kind }) => kind === each));
    }
    return this.#snapshots;
  }
}
