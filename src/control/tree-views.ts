import type { Watchdog } from '../api/watchdog.js';
import type { Clock } from '../ports/clock.js';

/** Milliseconds between two polls of the tree of a process whose details are read. */
const treeMs = 2000;

interface TreeReading {
  readonly at: number;
  readonly done: Promise<unknown>;
}

/** Reads the trees of the processes whose details are asked for, each as rarely as one dashboard would, however many ask. */
export class TreeReadings {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  #readings: ReadonlyMap<string, TreeReading> = new Map();

  constructor(watchdog: Watchdog, clock: Clock) {
    this.#watchdog = watchdog;
    this.#clock = clock;
  }

  /** Resolves when the details of a process hold its tree as it was at most two seconds ago. */
  async recent(name: string): Promise<void> {
    const at = this.#clock.now();
    const recent = [...this.#readings].filter(([, reading]) => at - reading.at < treeMs);
    this.#readings = new Map(recent);
    let reading = this.#readings.get(name);
    if (reading === undefined) {
      reading = { at, done: this.#watchdog.tree(name) };
      this.#readings = new Map([...recent, [name, reading]]);
    }
    await reading.done;
  }
}
