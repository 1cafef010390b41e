import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';

/** Remembers up to which error the user has seen each log: a log is read while its row is selected. */
export class UnreadErrors {
  /** The errors in the log of each process when its row was selected last. */
  readonly #read = new Map<string, number>();
  #unread: ReadonlySet<string> = new Set();

  /**
   * The processes whose logs have errors that came since their rows were selected last; the same set as long as it has the same.
   * @param selected the process whose row is selected now
   */
  among(processes: readonly ProcessSnapshot[], selected: string | undefined): ReadonlySet<string> {
    const unread = new Set<string>();
    for (const { name, errors } of processes) {
      const read = this.#read.get(name) ?? 0;
      // Another run of the watchdog counts from zero again.
      if (name === selected || errors < read) this.#read.set(name, errors);
      if (name !== selected && errors > read) unread.add(name);
    }
    const isSame = unread.size === this.#unread.size && [...unread].every((name) => this.#unread.has(name));
    if (!isSame) this.#unread = unread;
    return this.#unread;
  }
}
