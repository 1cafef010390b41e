import type { KeptLines, LineCounts, LogSink, LogSinks, SinkBounds } from '../../src/ports/log-sink.js';

/** What the log of a process got, in memory. */
export class ArraySink implements LogSink {
  readonly written: string[] = [];
  readonly bounds: SinkBounds;
  closed = false;

  constructor(bounds: SinkBounds) {
    this.bounds = bounds;
  }

  write(stream: string, chunk: Buffer, time: number): void {
    if (this.closed) throw new Error('written to after it was closed');
    this.written.push(`${time} ${stream} ${chunk.toString()}`);
  }

  note(text: string, time: number, kind?: string): void {
    this.write('watchdog', Buffer.from(kind === undefined ? text : `${text} [${kind}]`), time);
  }

  async place(): Promise<undefined> {
    return undefined;
  }

  async read(_: LineCounts, to: LineCounts): Promise<KeptLines> {
    return { missing: 0, lines: [], from: to, next: to };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** Opens sinks in memory, and has them all. */
export class ArraySinks implements LogSinks {
  readonly opened: { readonly name: string; readonly sink: ArraySink }[] = [];

  open(name: string, bounds: SinkBounds): LogSink {
    const sink = new ArraySink(bounds);
    this.opened.push({ name, sink });
    return sink;
  }

  /** The newest of a process. */
  of(name: string): ArraySink {
    const found = this.opened.findLast((each) => each.name === name);
    if (found === undefined) throw new Error(`no sink was opened for ${name}`);
    return found.sink;
  }
}
