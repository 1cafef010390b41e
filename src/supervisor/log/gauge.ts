import type { Clock } from '../../ports/clock.js';
import { LineRate, type LogRate } from './line-rate.js';
import { type RateSpans, rateSpanMs } from './rate-spans.js';
import type { LogStore } from './store.js';

/** Milliseconds from output to the search for errors in it. */
const errorSearchMs = 250;

/** What a row shows of a log. */
export interface LogFigures {
  /** Lines that were found to be errors, over all generations. */
  readonly errors: number;
  readonly logRate: LogRate | null;
}

/** What the gauges of all logs share. */
export interface LogGaugeParts {
  readonly clock: Clock;
  readonly spans: RateSpans;
}

/** Keeps the figures of one log: how many errors it has, and how fast lines came of late. */
export class LogGauge {
  readonly #store: LogStore;
  readonly #parts: LogGaugeParts;
  readonly #changed: () => void;
  readonly #rate = new LineRate();
  #logRate: LogRate | null = null;
  #search: Disposable | undefined;
  #span: Disposable | undefined;
  #closed = false;

  /** @param changed called when the figures are others than before */
  constructor(store: LogStore, parts: LogGaugeParts, changed: () => void) {
    this.#store = store;
    this.#parts = parts;
    this.#changed = changed;
  }

  /** The figures as of the last time that they changed. */
  get figures(): LogFigures {
    return { errors: this.#store.errors, logRate: this.#logRate };
  }

  /** Takes note of output that was put into the log, in which as many lines began. */
  took(lines: number): void {
    const { clock, spans } = this.#parts;
    this.#rate.add(lines, clock.now());
    if (this.#closed) return;
    this.#search ??= clock.setTimer(() => {
      this.#search = undefined;
      if (this.#store.searchErrors()) this.#changed();
    }, errorSearchMs);
    if (lines > 0) this.#span ??= spans.wait((end) => this.#spanEnded(end));
  }

  /** Lines in each of the last twelve full seconds, the oldest first. */
  rates(): readonly number[] {
    return this.#rate.at(this.#parts.clock.now());
  }

  /** Searches no more. */
  close(): void {
    this.#closed = true;
    this.#search?.[Symbol.dispose]();
    this.#span?.[Symbol.dispose]();
  }

  #spanEnded(end: number): void {
    this.#span = undefined;
    const seconds = this.#rate.at(end);
    const perSpan = rateSpanMs / 1000;
    const lines = Array.from({ length: seconds.length / perSpan }, (_, span) =>
      seconds.slice(span * perSpan, (span + 1) * perSpan).reduce((sum, count) => sum + count, 0),
    );
    this.#logRate = { until: end, lines };
    this.#changed();
  }
}
