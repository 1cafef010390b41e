import { isDeepStrictEqual } from 'node:util';
import type { LogsConfig } from '../../config/schema/process-config.js';
import type { Clock } from '../../ports/clock.js';
import type { LogSink, LogSinks, NoteKind } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import { BoundedOutput, keptIn } from './bounded-output.js';
import { type LogFigures, LogGauge } from './gauge.js';
import type { RateSpans } from './rate-spans.js';
import type { SegmentMemory } from './segment-memory.js';
import { LogStore } from './store.js';

/** What the logs of all processes share. */
export interface ProcessLogParts {
  readonly memory: SegmentMemory;
  /** Undefined keeps no log beyond memory. */
  readonly sinks: LogSinks | undefined;
  readonly clock: Clock;
  readonly spans: RateSpans;
}

/** The log of one process: what is kept of it in memory, and the sink that has more. */
export class ProcessLog {
  readonly store: LogStore;
  readonly #name: string;
  readonly #sinks: LogSinks | undefined;
  readonly #gauge: LogGauge;
  #config: LogsConfig;
  #sink: LogSink | undefined;
  readonly #output: BoundedOutput;

  /** @param changed called when its figures are others than before */
  constructor(name: string, config: LogsConfig, { memory, sinks, ...parts }: ProcessLogParts, changed: () => void) {
    this.store = new LogStore({ maxLines: config.lines }, memory, () => this.#sink);
    this.#name = name;
    this.#sinks = sinks;
    this.#gauge = new LogGauge(this.store, parts, changed);
    const kept = keptIn(this.store, this.#gauge);
    this.#output = new BoundedOutput({
      append: (stream, bytes, wallTime) => {
        kept.append(stream, bytes, wallTime);
        this.#sink?.write(stream, bytes, wallTime);
      },
      note: (text, wallTime) => this.#note(text, wallTime),
    });
    this.#config = config;
    this.#sink = this.#open();
  }

  /** Keeps more or less from now on. */
  configure(config: LogsConfig): void {
    const { lines: linesBefore, ...before } = this.#config;
    const { lines, ...after } = config;
    this.#config = config;
    if (lines !== linesBefore) this.store.bound(lines);
    if (isDeepStrictEqual(before, after)) return;
    // Its file ends an unterminated line with it, and both must have the same lines.
    this.store.flush();
    void this.#sink?.close();
    this.#sink = this.#open();
  }

  /** Takes output in, received at `wallTime` milliseconds since 1970. The chunk may be used again afterwards. */
  append(stream: OutputStream, chunk: Buffer, wallTime: number): void {
    this.#output.take(stream, chunk, wallTime);
  }

  /** Ends what is unterminated and adds a line of the watchdog's own. */
  note(text: string, wallTime: number, kind?: NoteKind): void {
    this.#output.end(wallTime);
    this.#note(text, wallTime, kind);
  }

  #note(text: string, wallTime: number, kind?: NoteKind): void {
    this.store.note(text, wallTime, kind);
    this.#sink?.note(text.replaceAll('\n', ' '), wallTime, kind);
  }

  /** What a row shows of it. */
  get figures(): LogFigures {
    return this.#gauge.figures;
  }

  /** Lines in each of the last twelve full seconds, the oldest first. */
  rates(): readonly number[] {
    return this.#gauge.rates();
  }

  /** Resolves once the sink has all, or cannot take it; it gets nothing more. */
  async close(): Promise<void> {
    this.#gauge.close();
    const sink = this.#sink;
    this.#sink = undefined;
    await sink?.close();
  }

  #open(): LogSink | undefined {
    const { file, maxBytes, keep } = this.#config;
    return file ? this.#sinks?.open(this.#name, { maxBytes, keep }, this.store.ended) : undefined;
  }
}
