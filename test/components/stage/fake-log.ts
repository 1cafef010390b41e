import type { LogLine, LogReader } from '../../../src/supervisor/log/line.js';

/** A log that keeps its last `capacity` lines and counts the lines that are asked of it. */
export class FakeLog implements LogReader {
  firstSeq = 0;
  nextSeq = 0;
  revision = 0;
  errors = 0;
  /** Lines that were read. */
  read = 0;
  readonly #lines = new Map<number, LogLine>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(text: string, stream: LogLine['stream'], time: number, note?: LogLine['note']): void {
    const line = { seq: this.nextSeq, stream, time, text };
    this.#lines.set(this.nextSeq, note === undefined ? line : { ...line, note });
    this.nextSeq += 1;
    this.revision += 1;
    if (this.nextSeq - this.firstSeq <= this.#capacity) return;
    this.#lines.delete(this.firstSeq);
    this.firstSeq += 1;
  }

  slice(from: number, to: number): readonly LogLine[] {
    const start = Math.max(from, this.firstSeq);
    const end = Math.min(to, this.nextSeq);
    this.read += Math.max(0, end - start);
    return Array.from({ length: Math.max(0, end - start) }, (_, index) => this.#lines.get(start + index)!);
  }
}
