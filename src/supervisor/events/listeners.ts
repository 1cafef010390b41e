import { callGuarded } from './call-guarded.js';

/** The listeners of one event. */
export class Listeners<Event extends readonly unknown[]> {
  readonly #listeners = new Set<(...event: Event) => void>();

  /** Calls `listener` from now on. Returns the way to stop it. */
  add(listener: (...event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notifies all, also when one of them stops listening meanwhile. One that throws does not stop what is being done. */
  notify(...event: Event): void {
    for (const listener of [...this.#listeners]) callGuarded(() => listener(...event));
  }
}
