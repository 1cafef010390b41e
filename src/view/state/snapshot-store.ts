/** Holds one immutable value. A change replaces it first and notifies the listeners then, so that they only ever read the new one. */
export class SnapshotStore<T> {
  #snapshot: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#snapshot = initial;
  }

  /** The present value; the same object until it is replaced. */
  readonly get = (): T => this.#snapshot;

  /** Calls `listener` after every change. Returns the way to stop it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Replaces the value by what `next` makes of it; the same value notifies nobody. */
  update(next: (current: T) => T): void {
    const snapshot = next(this.#snapshot);
    if (Object.is(snapshot, this.#snapshot)) return;
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
}
