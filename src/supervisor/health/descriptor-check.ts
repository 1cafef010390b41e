import { Awaited } from './awaited.js';
import type { Check } from './prober.js';

/** Waits for the word of the process itself that it is ready. */
export class DescriptorCheck {
  readonly #fd: number;
  readonly #word = new Awaited();

  /** @param fd the descriptor on which the word comes */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Waits from now on; once aborted it waits no longer. */
  readonly check: Check = (signal) => this.#word.wait(signal);

  /** The process of the generation that is waited for has said it. */
  ready(): void {
    this.#word.came(`line feed on descriptor ${this.#fd}`);
  }
}
