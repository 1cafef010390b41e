import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';

/** Remembers up to which error and which crash the user has seen each log: a log is read while its row is selected. */
export class UnreadErrors {
  /** The errors in the log of each process, and when it had crashed, when its row was selected last. */
  readonly #read = new Map<string, { readonly errors: number; readonly crashedAt: number }>();
  #unread: ReadonlySet<string> = new Set();

  /**
   * The processes whose logs have errors that came since their rows were selected last, or that crashed since then, whatever
   * their output says of it; the same set as long as it has the same.
   * @param selected the process whose row is selected now
   */
  among(processes: readonly ProcessSnapshot[], selected: string | undefined): ReadonlySet<string> {
    const unread = new Set<string>();
    for (const { name, errors, death } of processes) {
      const read = this.#read.get(name) ?? { errors: 0, crashedAt: 0 };
      const crashedAt = death?.at ?? read.crashedAt;
      // Another run of the watchdog counts from zero again.
      if (name === selected || errors < read.errors) this.#read.set(name, { errors, crashedAt });
      if (name !== selected && (errors > read.errors || crashedAt > read.crashedAt)) unread.add(name);
    }
    const isSame = unread.size === this.#unread.size && [...unread].every((name) => this.#unread.has(name));
    if (!isSame) this.#unread = unread;
    return this.#unread;
  }
}
