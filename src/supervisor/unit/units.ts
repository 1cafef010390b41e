import { assertKnown } from '../../policy/container/name.js';
import { type ProcessSnapshot, unitKinds } from '../snapshot/process.js';
import type { Unit } from './unit.js';

/** All processes and containers by name, processes first, both in their order. */
export class Units {
  readonly #units = new Map<string, Unit>();
  readonly #needed = new Set<string>();
  #snapshots: readonly ProcessSnapshot[] | undefined;
  /** Where a unit stands among the snapshots. */
  #places: ReadonlyMap<string, number> = new Map();
  /** Units whose snapshot was replaced since, where no more than that is known to have changed. */
  readonly #replaced = new Set<string>();

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

  /** All, in the order in which they were added or arranged. */
  all(): Iterable<Unit> {
    return this.#units.values();
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

  /**
   * Snapshots were replaced.
   * @param name of the unit whose was, if it is only one: with many of them, to take all snapshots again for each costs more than its change
   */
  changed(name?: string): void {
    if (name === undefined) this.#snapshots = undefined;
    else this.#replaced.add(name);
  }

  /** All snapshots; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    if (this.#snapshots === undefined) this.#snapshots = this.#takeAll();
    else if (this.#replaced.size > 0) this.#snapshots = this.#renewed(this.#snapshots);
    this.#replaced.clear();
    return this.#snapshots;
  }

  #takeAll(): readonly ProcessSnapshot[] {
    const all = [...this.#units.values()].map(({ snapshot }) => snapshot);
    const ordered = unitKinds.flatMap((each) => all.filter(({ kind }) => kind === each));
    this.#places = new Map(ordered.map(({ name }, place) => [name, place]));
    return ordered;
  }

  #renewed(before: readonly ProcessSnapshot[]): readonly ProcessSnapshot[] {
    const snapshots = [...before];
    for (const name of this.#replaced) {
      const [place, unit] = [this.#places.get(name), this.#units.get(name)];
      // A unit changes while it is being added, too.
      if (place !== undefined && unit !== undefined) snapshots[place] = unit.snapshot;
    }
    return snapshots;
  }
}
