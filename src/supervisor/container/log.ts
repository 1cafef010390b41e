import type { ExitRecord } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import type { ContainerEngine, ContainerOutput, InspectedContainer } from '../../ports/container-engine.js';
import type { NoteKind } from '../../ports/log-sink.js';
import { BoundedOutput, keptIn } from '../log/bounded-output.js';
import { type LogFigures, LogGauge, type LogGaugeParts } from '../log/gauge.js';
import { endNote, type GenerationNote, startNote } from '../log/generation-notes.js';
import { Reopening } from '../log/reopening.js';
import { LogStore } from '../log/store.js';

/** Lines from before the watchdog that are taken over. */
const earlierLines = 500;

/** Lines that a later life may have written before its log is read. */
const newLines = 10_000;

/** Milliseconds after an exit that the rest of its output is waited for. */
const outputWaitMs = 300;

/** Bytes of what a next life has said, as it seems, that are kept until it is known whether there is one. */
const mostHeld = 1024 * 1024;

/** Who is notified of what the log of a container takes in. */
export interface ContainerLogListener {
  /** There is more to read. */
  changed(): void;
  /** It wrote something, as it came, since it is supervised. */
  output(output: ContainerOutput): void;
  /** Its figures are others than before. */
  figuresChanged(): void;
  /** All output of a life that ended is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void;
}

interface Life {
  readonly id: string;
  readonly startedAt: number;
  running: boolean;
  /** Whether its end was reported. */
  ended: boolean;
}

/** The log of one container: follows it, attaches to every life, and says where one begins and ends. */
export class ContainerLog {
  readonly store = new LogStore();
  readonly #clock: Clock;
  readonly #listener: ContainerLogListener;
  readonly #gauge: LogGauge;
  readonly #output: BoundedOutput;
  readonly #since: number;
  readonly #reopening = new Reopening();
  #life: Life | undefined;
  #stream: Disposable | undefined;
  #timer: Disposable | undefined;
  #ending: GenerationNote | undefined;
  #firstSeq = 0;
  #finishedAt = 0;
  #lastAt = 0;
  /** What came stamped later than the end of its life: late output, or the first of the next life, which are read with that. */
  #held: ContainerOutput[] = [];
  #heldBytes = 0;

  constructor(parts: LogGaugeParts, listener: ContainerLogListener) {
    this.#clock = parts.clock;
    this.#since = parts.clock.wallTime();
    this.#listener = listener;
    this.#gauge = new LogGauge(this.store, parts, () => listener.figuresChanged());
    this.#output = new BoundedOutput(keptIn(this.store, this.#gauge));
  }

  /** What a row shows of it. */
  get figures(): LogFigures {
    return this.#gauge.figures;
  }

  /** The engine has shown it: what a new life writes is followed, and read also where that is over already. */
  follow(engine: ContainerEngine, { id, startedAt, finishedAt, running, tty }: InspectedContainer): void {
    const before = this.#life;
    const isSame = before?.id === id && before.startedAt === startedAt;
    if (isSame) before.running = running;
    else if (startedAt > 0) {
      if (before?.id === id) this.#dropHeld();
      // An exit that was reported of none of the lives that were seen is that of this one.
      const isOver = this.#ending !== undefined && before?.ended !== false;
      if (!isOver) this.#end();
      this.#life = { id, startedAt, running, ended: isOver };
      this.#note(startNote(null), Math.round(startedAt));
      this.#firstSeq = this.store.nextSeq;
      // From the end of the last life on: engines note a start only when the first words may have been said already.
      const earlierEnd = running ? finishedAt : this.#finishedAt;
      this.#open(engine, { id, tty }, before?.id === id ? (earlierEnd > 0 ? earlierEnd + 1 : startedAt) : null);
    }
    if (!running) this.#finishedAt = finishedAt;
  }

  /** It has ended; its last lines may still be on their way. @param successExitCodes the codes that are no crash */
  exited(exit: ExitRecord, successExitCodes: readonly number[]): void {
    if (this.#ending !== undefined) this.#end();
    this.#ending = endNote(exit, successExitCodes);
    const life = this.#life;
    const isSeen = life?.ended === false;
    if (isSeen) life.ended = true;
    if (isSeen && this.#stream === undefined) this.#end();
    else this.#wait(outputWaitMs, () => this.#end());
  }

  /** Follows nothing any more. */
  close(): void {
    this.#gauge.close();
    this.#end();
  }

  #open(engine: ContainerEngine, source: { readonly id: string; readonly tty: boolean }, since: number | null): void {
    const life = this.#life;
    this.#stream = engine.logs(
      { ...source, since, tail: since === null ? earlierLines : newLines },
      {
        opened: () => this.#reopening.opened(),
        took: (output) => {
          const isLate = life?.running === false && output.time !== undefined && output.time > this.#finishedAt;
          if (isLate) this.#hold(output);
          else this.#took(output);
        },
        ended: (reason, refused) => {
          if (this.#life !== life) return;
          this.#stream = undefined;
          const { delayMs, note } = this.#reopening.ended(reason, refused);
          if (note !== undefined) this.#note({ text: note });
          this.#takeHeld();
          if (this.#ending !== undefined) this.#end();
          else if (life?.running === true) {
            // Either it has ended, which is reported soon, or the engine broke off.
            this.#wait(delayMs, () => this.#open(engine, source, this.#lastAt || null));
          }
        },
      },
    );
  }

  #hold(output: ContainerOutput): void {
    if (this.#heldBytes + output.chunk.length > mostHeld) return;
    this.#held.push({ ...output, chunk: Buffer.from(output.chunk) });
    this.#heldBytes += output.chunk.length;
  }

  #dropHeld(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }

  #takeHeld(): void {
    const held = this.#held;
    this.#dropHeld();
    for (const output of held) this.#took(output);
  }

  #took(output: ContainerOutput): void {
    const { stream, chunk, time } = output;
    this.#lastAt = this.#clock.wallTime();
    this.#output.take(stream, chunk, this.#lastAt);
    this.#listener.changed();
    if (time === undefined || time >= this.#since) this.#listener.output(output);
  }

  #wait(ms: number, then: () => void): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.setTimer(then, ms);
  }

  #end(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#stream?.[Symbol.dispose]();
    this.#stream = undefined;
    this.#takeHeld();
    if (this.#ending === undefined) return;
    const note = this.#ending;
    this.#ending = undefined;
    this.#listener.outputEnded(this.#firstSeq, this.store.nextSeq);
    this.#note(note);
    this.#firstSeq = this.store.nextSeq;
  }

  #note({ kind, text }: { readonly kind?: NoteKind; readonly text: string }, at = this.#clock.wallTime()): void {
    this.#output.end(at);
    this.store.note(text, at, kind);
    this.#listener.changed();
  }
}
