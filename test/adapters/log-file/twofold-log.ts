import { expect } from 'vitest';
import { LogFiles } from '../../../src/adapters/log-file/logs.js';
import type { LogSink } from '../../../src/ports/log-sink.js';
import { LogStore } from '../../../src/supervisor/log/store.js';

/** Milliseconds since 1970. */
export const now = Date.parse('2026-11-23T14:02:29.113Z');

/** A log in memory and in files, as a process has it. */
export class TwofoldLog {
  readonly store: LogStore;
  readonly #sink: LogSink;

  constructor(folder: string, maxLines: number, bounds = { maxBytes: 1_000_000, keep: 5 }) {
    this.#sink = new LogFiles(folder, expect.fail).open('api', bounds);
    this.store = new LogStore({ maxLines }, undefined, () => this.#sink);
  }

  /** Takes output in. */
  append(stream: 'stdout' | 'stderr', text: string, time: number = now): void {
    this.store.append(stream, Buffer.from(text), time);
    this.#sink.write(stream, Buffer.from(text), time);
  }

  /** Adds a rule between two generations. */
  note(text: string): void {
    this.store.note(text, now, 'start');
    this.#sink.note(text, now, 'start');
  }

  /** Resolves once the files have all. */
  close(): Promise<void> {
    return this.#sink.close();
  }
}
