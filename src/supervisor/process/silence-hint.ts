import { bufferingProgram, describeBuffering } from '../../policy/process/buffering.js';
import { shellLine } from '../../policy/words/shell-line.js';
import type { Clock } from '../../ports/clock.js';
import type { SpawnSpec } from '../../ports/spawner.js';
import type { Notice } from '../events/notice.js';

/** How long a process that is known to buffer may be silent before that is said, in milliseconds. */
export const silenceMs = 20_000;

/** Says once of a process that is alive, silent and known to buffer its output what would show it. */
export class SilenceHint {
  readonly #clock: Clock;
  readonly #noticed: (notice: Notice) => void;
  #timer: Disposable | undefined;
  #isSaid = false;
  #silent: string | undefined;

  constructor(clock: Clock, noticed: (notice: Notice) => void) {
    this.#clock = clock;
    this.#noticed = noticed;
  }

  /** The program that is known to buffer, where the present generation has been silent for that long. */
  get silentProgram(): string | undefined {
    return this.#silent;
  }

  /** A generation runs; it has printed nothing yet. */
  started(name: string, spec: Pick<SpawnSpec, 'command' | 'args' | 'env' | 'tty'>): void {
    this.ended();
    if (spec.tty !== undefined) return;
    const program = bufferingProgram(shellLine(spec), spec.env);
    if (program === undefined) return;
    this.#timer = this.#clock.setTimer(() => {
      this.#silent = program;
      if (this.#isSaid) return;
      this.#isSaid = true;
      this.#noticed({ name, text: describeBuffering(program, silenceMs), trouble: false });
    }, silenceMs);
  }

  /** It printed something, or ended. */
  ended(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#silent = undefined;
  }
}
