import type { ProcessStateName } from '../../policy/process/lifecycle.js';

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

/** The last transitions of one process. */
export class Timeline {
  #transitions: readonly Transition[] = [];

  /** The transitions, oldest first; replaced, never changed, by what comes later. */
  get transitions(): readonly Transition[] {
    return this.#transitions;
  }

  /** Adds one, and forgets the oldest when there are too many. */
  add(transition: Transition): void {
    this.#transitions = [...this.#transitions, transition].slice(-kept);
  }
}
