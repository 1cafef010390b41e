import type { RootCause } from '../policy/process/awaited.js';
import type { Clock } from '../ports/clock.js';

/** Milliseconds in which those that wait for the same death are brought together in one line. */
const gatherMs = 500;

/** Says one line for each death that makes others wait, however many they are: "api, worker: waiting for db, which died with …". */
export class RootCauseLines {
  readonly #clock: Clock;
  readonly #say: (text: string) => void;
  readonly #waiting = new Map<string, { readonly names: Set<string>; readonly timer: Disposable }>();

  constructor(clock: Clock, say: (text: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** A process waits because of a death. */
  add(name: string, root: RootCause): void {
    const gathered = this.#waiting.get(root.name);
    if (gathered !== undefined) {
      gathered.names.add(name);
      return;
    }
    const names = new Set([name]);
    const timer = this.#clock.setTimer(() => {
      this.#waiting.delete(root.name);
      this.#say(`${[...names].join(', ')}: waiting for ${root.name}, which ${root.death}`);
    }, gatherMs);
    this.#waiting.set(root.name, { names, timer });
  }

  /** Says nothing any more. */
  close(): void {
    for (const { timer } of this.#waiting.values()) timer[Symbol.dispose]();
    this.#waiting.clear();
  }
}
