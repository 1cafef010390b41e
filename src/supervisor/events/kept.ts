/** How many events are kept for those who ask later; health checks that pass have a room of their own, or they would push out all others. */
const keptOthers = 1000;
const keptPasses = 200;

/** The last events of a run, as many as are kept. */
export class KeptEvents<Kept extends { readonly seq: number; readonly event: string }> {
  #others: Kept[] = [];
  #passes: Kept[] = [];
  #records: readonly Kept[] | undefined = [];

  /** What is kept, the oldest first; the same array as long as nothing was added. */
  get records(): readonly Kept[] {
    this.#records ??= [...this.#others.slice(-keptOthers), ...this.#passes.slice(-keptPasses)].sort(
      (one, other) => one.seq - other.seq,
    );
    return this.#records;
  }

  /** Adds an event that is newer than all before. */
  add(record: Kept): void {
    this.#records = undefined;
    // Cut rarely, so that an event costs nothing.
    if (record.event === 'health_ok') {
      this.#passes.push(record);
      if (this.#passes.length > 2 * keptPasses) this.#passes = this.#passes.slice(-keptPasses);
    } else {
      this.#others.push(record);
      if (this.#others.length > 2 * keptOthers) this.#others = this.#others.slice(-keptOthers);
    }
  }
}
