import type { Clock } from '../../ports/clock.js';

/** The timers of one process or container. A name is armed once: arming it again replaces it. */
export class RunnerTimers<Name extends string> {
  readonly #clock: Clock;
  readonly #fire: (timer: Name, epoch: number) => void;
  readonly #armed = new Map<Name, { readonly epoch: number; readonly timer: Disposable }>();

  constructor(clock: Clock, fire: (timer: Name, epoch: number) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  arm(name: Name, epoch: number, delayMs: number): void {
    this.#armed.get(name)?.timer[Symbol.dispose]();
    const timer = this.#clock.setTimer(() => {
      this.#armed.delete(name);
      this.#fire(name, epoch);
    }, delayMs);
    this.#armed.set(name, { epoch, timer });
  }

  /** Forgets what is of no use any more. The lifecycle would ignore it anyway, but a host program could not end. */
  keepOnly(isWanted: (name: Name, epoch: number) => boolean): void {
    for (const [name, { epoch, timer }] of this.#armed) {
      if (isWanted(name, epoch)) continue;
      timer[Symbol.dispose]();
      this.#armed.delete(name);
    }
  }
}
