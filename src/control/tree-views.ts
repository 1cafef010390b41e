import type { Watchdog } from '../api/watchdog.js';
import type { Clock } from '../ports/clock.js';

/** Milliseconds between two polls of the tree of a process whose details are read. */
const treeMs = 2000;

interface Look {
  readonly at: number;
  readonly done: Promise<unknown>;
}

/** Reads the trees of the processes whose details are asked for, each as rarely as one dashboard would, however many ask. */
export class TreeLooks {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  #looks: ReadonlyMap<string, Look> = new Map();

  constructor(watchdog: Watchdog, clock: Clock) {
    this.#watchdog = watchdog;
    this.#clock = clock;
  }

  /** Resolves when the details of a process hold its tree as it was at most two seconds ago. */
  async recent(name: string): Promise<void> {
    const at = this.#clock.now();
    const recent = [...this.#looks].filter(([, look]) => at - look.at < treeMs);
    this.#looks = new Map(recent);
    let look = this.#looks.get(name);
    if (look === undefined) {
      look = { at, done: this.#watchdog.tree(name) };
      this.#looks = new Map([...recent, [name, look]]);
    }
    await look.done;
  }
}
