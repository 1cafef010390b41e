import type { LifecycleAnnouncement } from '../../policy/process/lifecycle.js';
import type { Clock } from '../../ports/clock.js';
import { endNote, type GenerationNote, noStartNote, startNote } from './generation-notes.js';
import type { ProcessLog } from './process.js';

/** Milliseconds between two checks whether more output came after an exit. */
const checkEveryMs = 50;

/** After so many checks in a row without more, its output is over: a descendant may hold the pipe for ever. */
const quietChecks = 4;

/** The most checks after an exit: a descendant may write for ever. */
const mostChecks = 40;

/** Writes the rules between generations into a process's log: when one began and how it ended, after the last of its output. */
export class GenerationLog {
  readonly #log: Pick<ProcessLog, 'note' | 'store'>;
  readonly #clock: Clock;
  readonly #ended: (from: number, to: number) => void;
  #firstSeq = 0;
  #ending: { readonly note: GenerationNote; readonly timer: Disposable } | undefined;
  #waiting: readonly (() => void)[] = [];

  /** @param ended called once all output of a generation is there, with the sequence numbers of its first line and past its last */
  constructor(log: Pick<ProcessLog, 'note' | 'store'>, clock: Clock, ended: (from: number, to: number) => void = () => {}) {
    this.#log = log;
    this.#clock = clock;
    this.#ended = ended;
  }

  /** Takes note of what the lifecycle says. @param successExitCodes the codes that are no crash */
  announced(announcement: LifecycleAnnouncement, successExitCodes: readonly number[]): void {
    switch (announcement.event) {
      case 'started':
        this.outputEnded();
        this.#write(startNote(announcement.pid));
        this.#firstSeq = this.#log.store.nextSeq;
        return;
      case 'exited':
        this.#endLater(endNote(announcement.exit, successExitCodes));
        return;
      case 'error':
        this.#write(noStartNote(announcement.error.message));
        return;
      default:
        return;
    }
  }

  /** The output has ended, or nobody waits for it any longer. */
  outputEnded(): void {
    if (this.#ending === undefined) return;
    const { note, timer } = this.#ending;
    this.#ending = undefined;
    timer[Symbol.dispose]();
    this.#ended(this.#firstSeq, this.#log.store.nextSeq);
    this.#write(note);
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  /** Resolves once the rest of the output of an ended generation has come, or is not waited for any longer. */
  async settled(): Promise<void> {
    if (this.#ending === undefined) return;
    await new Promise<void>((resolve) => {
      this.#waiting = [...this.#waiting, resolve];
    });
  }

  #endLater(note: GenerationNote): void {
    this.outputEnded();
    this.#checkLater(note, mostChecks, quietChecks);
  }

  #checkLater(note: GenerationNote, checksLeft: number, quietLeft: number): void {
    const before = this.#log.store.revision;
    const check = (): void => {
      // On a busy machine the time may be over before what is there was read.
      const left = this.#log.store.revision === before ? quietLeft - 1 : quietChecks;
      if (left === 0 || checksLeft === 1) this.outputEnded();
      else this.#checkLater(note, checksLeft - 1, left);
    };
    this.#ending = { note, timer: this.#clock.setTimer(check, checkEveryMs) };
  }

  #write({ kind, text }: GenerationNote): void {
    this.#log.note(text, this.#clock.wallTime(), kind);
  }
}
