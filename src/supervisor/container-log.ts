import { formatDuration } from '../policy/duration.js';
import type { Clock } from '../ports/clock.js';
import type { ContainerEngine, InspectedContainer } from '../ports/container-engine.js';
import { type LogFigures, LogGauge, type LogGaugeParts } from './log-gauge.js';
import { LogStore } from './log-store.js';

/** Lines from before the watchdog that are taken over. */
const earlierLines = 500;

/** Milliseconds after which a log is opened again that broke off while its container runs. */
const againMs = 2000;

/** Milliseconds after an exit that the rest of its output is waited for. */
const outputWaitMs = 300;

/** The log of one container: follows it, attaches anew to every life, and says where one begins and ends. */
export class ContainerLog {
  readonly store = new LogStore();
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #gauge: LogGauge;
  #life: { readonly id: string; readonly startedAt: number } | undefined;
  #stream: Disposable | undefined;
  #timer: Disposable | undefined;
  #ending: string | undefined;
  #lastAt = 0;

  /**
   * @param changed told when there is more in it
   * @param figuresChanged told when its figures are others than before
   */
  constructor(parts: LogGaugeParts, changed: () => void, figuresChanged: () => void) {
    this.#clock = parts.clock;
    this.#changed = changed;
    this.#gauge = new LogGauge(this.store, parts, figuresChanged);
  }

  /** What a row shows of it. */
  get figures(): LogFigures {
    return this.#gauge.figures;
  }

  /** It runs: its log is followed, unless it is already. */
  follow(engine: ContainerEngine, { id, startedAt, finishedAt, tty }: InspectedContainer): void {
    if (this.#life?.id === id && this.#life.startedAt === startedAt) return;
    const isFirst = this.#life === undefined;
    this.#end();
    this.#life = { id, startedAt };
    if (!isFirst) this.#note('started');
    // From the end of the last life on: engines note a start only when the first words may have been said already.
    this.#open(engine, { id, tty }, isFirst ? null : finishedAt > 0 ? finishedAt + 1 : startedAt);
  }

  /** It has ended; its last lines may still be on their way. */
  exited(exitCode: number | null, ranMs: number): void {
    this.#end();
    this.#ending = `ended with exit code ${exitCode ?? 'unknown'}${ranMs > 0 ? ` after ${formatDuration(ranMs)}` : ''}`;
    this.#timer = this.#clock.setTimer(() => this.#end(), outputWaitMs);
  }

  /** Follows nothing any more. */
  close(): void {
    this.#gauge.close();
    this.#end();
  }

  #open(engine: ContainerEngine, source: { readonly id: string; readonly tty: boolean }, since: number | null): void {
    const life = this.#life;
    this.#stream = engine.logs(
      { ...source, since, tail: since === null ? earlierLines : this.#lastAt > 0 ? 10_000 : earlierLines },
      {
        opened: () => {},
        took: ({ stream, chunk }) => {
          this.#lastAt = this.#clock.wallTime();
          const before = this.store.nextSeq;
          this.store.append(stream, chunk, this.#lastAt);
          this.#gauge.took(this.store.nextSeq - before);
          this.#changed();
        },
        ended: () => {
          if (this.#life !== life) return;
          this.#stream = undefined;
          if (this.#ending !== undefined) {
            this.#end();
            return;
          }
          // Either it has ended, which is told soon, or the engine broke off.
          this.#timer = this.#clock.setTimer(() => this.#open(engine, source, this.#lastAt || null), againMs);
        },
      },
    );
  }

  #end(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#stream?.[Symbol.dispose]();
    this.#stream = undefined;
    if (this.#ending === undefined) return;
    const text = this.#ending;
    this.#ending = undefined;
    this.#note(text);
  }

  #note(text: string): void {
    this.store.note(text, this.#clock.wallTime());
    this.#changed();
  }
}
