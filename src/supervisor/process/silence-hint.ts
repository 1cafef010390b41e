import type { ProcessConfig } from '../../config/schema/process-config.js';
import { bufferingProgram } from '../../policy/process/buffering.js';
import { formatDuration } from '../../policy/words/duration.js';
import type { Clock } from '../../ports/clock.js';
import type { Notice } from '../events/notice.js';

/** How long a process that is known to buffer may be silent before that is said, in milliseconds. */
export const silenceMs = 20_000;

/** Says once of a process that is alive, silent and known to buffer its output what would show it. */
export class SilenceHint {
  readonly #clock: Clock;
  readonly #noticed: (notice: Notice) => void;
  #timer: Disposable | undefined;
  #isSaid = false;

  constructor(clock: Clock, noticed: (notice: Notice) => void) {
    this.#clock = clock;
    this.#noticed = noticed;
  }

  /** A generation runs; it has printed nothing yet. */
  started({ name, command, args, tty }: ProcessConfig): void {
    this.ended();
    if (this.#isSaid || tty) return;
    const program = bufferingProgram([command, ...args].join(' '));
    if (program === undefined) return;
    this.#timer = this.#clock.setTimer(() => {
      this.#isSaid = true;
      const text = `${name}: no output for ${formatDuration(silenceMs)}; ${program} keeps what it prints into a pipe: tty: true shows it at once`;
      this.#noticed({ name, text, trouble: false });
    }, silenceMs);
  }

  /** It printed something, or ended. */
  ended(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }
}
