import type { Check } from './prober.js';

/** Waits for the word of the process itself that it is ready. */
export class DescriptorCheck {
  readonly #fd: number;
  #seen: (() => void) | undefined;

  /** @param fd the descriptor on which the word comes */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Waits from now on; once aborted it waits no longer. */
  readonly check: Check = (signal) =>
    new Promise((resolve) => {
      const seen = (): void => resolve({ ok: true, message: `line feed on descriptor ${this.#fd}` });
      this.#seen = seen;
      signal.addEventListener(
        'abort',
        () => {
          if (this.#seen === seen) this.#seen = undefined;
          resolve({ ok: false, message: 'aborted' });
        },
        { once: true },
      );
    });

  /** The process of the generation that is waited for has said it. */
  ready(): void {
    this.#seen?.();
    this.#seen = undefined;
  }
}
