import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import type { Clock } from '../../ports/clock.js';
import { type ProcessSnapshot, reasonAt } from '../snapshot/process.js';

/** How many transitions of a process are kept. */
const kept = 100;

/** A change of state of a process. */
export interface Transition {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly from: ProcessStateName;
  readonly to: ProcessStateName;
  /** Why it is in the new state, in one plain sentence. */
  readonly reason: string;
  /** The same without the words that the state itself says; perhaps empty. */
  readonly why: string;
}

/** The last transitions of one process, container or service. */
export class Timeline {
  readonly #clock: Clock;
  #transitions: readonly Transition[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The transitions, oldest first; replaced, never changed, by what comes later. */
  get transitions(): readonly Transition[] {
    return this.#transitions;
  }

  /**
   * Adds one, and forgets the oldest when there are too many.
   * @param snapshot as it is in the new state
   */
  add(from: ProcessStateName, to: ProcessStateName, snapshot: ProcessSnapshot): void {
    const at = this.#clock.wallTime();
    const transition = { at, from, to, reason: reasonAt(snapshot, this.#clock.now()), why: snapshot.brief };
    this.#transitions = [...this.#transitions, transition].slice(-kept);
  }
}
