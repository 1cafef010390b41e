import type { Unit } from './unit.js';
import type { Units } from './units.js';

/** The units of one kind, each with what is known of it only where that kind is supervised. `Units` alone holds them by name. */
export class UnitKind<Own extends object> {
  readonly #units: Units;
  readonly #own = new WeakMap<Unit, Own>();

  constructor(units: Units) {
    this.#units = units;
  }

  /** Undefined for the name of another kind, and for an unknown one. */
  get(name: string): Own | undefined {
    const unit = this.#units.get(name);
    return unit && this.#own.get(unit);
  }

  /** All of the kind by name, in the order of the units. */
  entries(): readonly (readonly [name: string, own: Own])[] {
    return [...this.#units.all()].flatMap((unit) => {
      const own = this.#own.get(unit);
      return own === undefined ? [] : [[unit.name, own] as const];
    });
  }

  names(): readonly string[] {
    return this.entries().map(([name]) => name);
  }

  values(): readonly Own[] {
    return this.entries().map(([, own]) => own);
  }

  /** Adds a unit, or puts it in the place of the one of its name. */
  set(unit: Unit, own: Own): void {
    this.#own.set(unit, own);
    this.#units.set(unit);
  }

  /** Takes all of the kind out of the units. */
  clear(): void {
    for (const name of this.names()) this.#units.delete(name);
  }
}
