import type { Clock } from '../../ports/clock.js';
import type { FiledPlace, KeptLines, LineCounts, LogSink, NoteKind, SinkBounds } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import type { FileBlock, LogBlocks } from './blocks.js';
import { LogGaps, type OutputCounts, sumOf } from './gaps.js';
import { LogFileLines } from './lines.js';
import { logFileStem } from './name.js';
import { RotatedFile, type RotatedFileParts } from './rotated-file.js';
import type { WrittenParts } from './written-parts.js';

/** Bytes that may wait for the disk, and so many while it takes nothing. Beyond them the oldest are left out, and the file says so. */
const mostWaiting = 4 * 1024 * 1024;
const mostWaitingAtFault = 1024 * 1024;
/** Blocks that are written at once. */
const mostAtOnce = 16;
/** Milliseconds after a fault until the file is tried again. */
const retryMs = 5000;

/** What the log files of a run share. */
export interface LogFileParts extends RotatedFileParts {
  readonly blocks: LogBlocks;
  readonly clock: Pick<Clock, 'now' | 'setTimer'>;
  /** Notified of every fault: the first of a file, and the first after it could be written again. */
  failed(file: string, error: Error): void;
}

/** What the log of a process was before a file of it is opened. */
export interface EarlierLog {
  /** What must have ended before the file is touched: the last sink of the same file. */
  readonly after: Promise<void>;
  /** Lines that came before the first that it gets. */
  readonly before: LineCounts;
  /** Where these are, as far as they were written. */
  readonly parts: WrittenParts;
}

/**
 * The log of one process in a file that is rotated by its size. Everything happens off the main thread, one step after the
 * other; what comes faster than it can be written waits, up to a bound.
 */
export class LogFile implements LogSink {
  readonly #parts: LogFileParts;
  readonly #bounds: SinkBounds;
  readonly #lines: LogFileLines;
  readonly #gaps = new LogGaps();
  readonly #places: WrittenParts;
  readonly #after: Promise<void>;
  readonly #file: RotatedFile;
  /** The lines that came before the oldest block that waits, and before the end of the file; those left out count too. */
  #taken: OutputCounts;
  #written: Record<keyof LineCounts, number>;
  readonly #untilWritten: { readonly before: LineCounts; readonly resolve: () => void }[] = [];
  #fault: { readonly why: string; readonly until: number } | undefined;
  #retry: Disposable | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;
  /** When the newest of the output came, in milliseconds since 1970. */
  #time = 0;

  constructor(parts: LogFileParts, name: string, bounds: SinkBounds, { after, before, parts: places }: EarlierLog) {
    this.#parts = parts;
    this.#places = places;
    this.#file = new RotatedFile(parts, logFileStem(name), bounds.keep);
    this.#bounds = bounds;
    this.#lines = new LogFileLines(parts.blocks, bounds.maxBytes);
    this.#after = after;
    this.#taken = { stdout: before.stdout, stderr: before.stderr };
    this.#written = { ...before };
  }

  write(stream: OutputStream, chunk: Buffer, time: number): void {
    if (this.#closed) return;
    this.#lines.write(stream, chunk, time);
    this.#took(time);
  }

  note(text: string, time: number, kind?: NoteKind): void {
    if (this.#closed) return;
    // The rule between two generations ends what the first has left unterminated.
    this.#lines.flush();
    this.#lines.remark(text, time, kind);
    this.#took(time);
  }

  async place(before: LineCounts): Promise<FiledPlace> {
    await this.#whenWritten(before);
    // Where nothing was written yet there may be a file of an earlier run.
    const earlier = await this.#file.earlier();
    return this.#placeAt(this.#file.inode === undefined ? earlier : this.#file, before);
  }

  async read(from: LineCounts, to: LineCounts): Promise<KeptLines> {
    await this.#whenWritten(to);
    return this.#file.read(this.#places, from, to);
  }

  /** Resolves once these lines are written, or cannot be. */
  async #whenWritten(before: LineCounts): Promise<void> {
    await this.#after;
    if (!this.#hasWritten(before) && this.#writing !== undefined)
      await new Promise<void>((resolve) => this.#untilWritten.push({ before, resolve }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.[Symbol.dispose]();
    this.#lines.flush();
    while (this.#writing !== undefined) await this.#writing;
    // Also after a fault: the last output matters most.
    if (this.#hasMore) await this.#writeAll();
    await this.#file.close();
  }

  /** For the last moment of a program that ends without closing: writes what waits at once. */
  flushSync(): void {
    this.#lines.flush();
    if (!this.#hasMore) return;
    try {
      this.#file.appendSync(this.#gaps.take()?.remark ?? Buffer.alloc(0));
      for (let block = this.#lines.take(); block !== undefined; block = this.#lines.take()) {
        this.#file.appendSync(block.bytes.subarray(0, block.size));
      }
    } catch {
      // Nothing can be done about a log that cannot be written on the way out.
    }
  }

  get #hasMore(): boolean {
    return this.#lines.waiting > 0 || this.#gaps.isPending;
  }

  #took(time: number): void {
    this.#time = time;
    const most = this.#fault === undefined ? mostWaiting : mostWaitingAtFault;
    while (this.#lines.waiting > most) {
      const block = this.#lines.take()!;
      this.#gaps.leaveOut(block, this.#taken, this.#why, time);
      this.#taken = sumOf(this.#taken, block);
      this.#parts.blocks.give(block);
    }
    if (this.#fault === undefined || this.#parts.clock.now() >= this.#fault.until) this.#writing ??= this.#writeAll();
  }

  get #why(): string {
    return this.#fault?.why ?? 'the disk is too slow for them';
  }

  #hasWritten(before: LineCounts): boolean {
    const { stdout, stderr, watchdog } = this.#written;
    return stdout >= before.stdout && stderr >= before.stderr && watchdog >= before.watchdog;
  }

  #placeAt({ inode, size }: Pick<RotatedFile, 'inode' | 'size'>, before: LineCounts): FiledPlace {
    const own = (stream: OutputStream): number => {
      const [from, to] = [before[stream], this.#written[stream]];
      return Math.max(0, to - from - this.#gaps.within(stream, from, to));
    };
    const lacking = (stream: OutputStream): number => Math.max(0, before[stream] - this.#written[stream]);
    const { remarks, missing } = this.#gaps.after(before);
    return {
      inode: inode ?? 0,
      size,
      own: {
        stdout: own('stdout'),
        stderr: own('stderr'),
        watchdog: Math.max(0, this.#written.watchdog - before.watchdog) + remarks,
      },
      missing: missing + lacking('stdout') + lacking('stderr'),
    };
  }

  async #writeAll(): Promise<void> {
    // What else comes in this turn goes into the same write.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      await this.#after;
      await this.#file.open();
      while (this.#hasMore) {
        if (this.#file.size > 0 && this.#file.size + this.#lines.nextSize > this.#bounds.maxBytes) await this.#file.rotate();
        await this.#writeSome();
      }
      this.#fault = undefined;
    } catch (error) {
      await this.#failed(error as Error);
    }
    this.#writing = undefined;
    for (const { resolve } of this.#untilWritten.splice(0)) resolve();
    this.#file.rest();
  }

  /** Writes as much as the file has room for. */
  async #writeSome(): Promise<void> {
    const said = this.#gaps.take();
    const at = this.#file.size;
    const [blocks, begun] = [[] as FileBlock[], this.#taken];
    let bytes = said?.remark.length ?? 0;
    let notes = said?.notes ?? 0;
    while (blocks.length < mostAtOnce && (blocks.length === 0 || at + bytes + this.#lines.nextSize <= this.#bounds.maxBytes)) {
      const block = this.#lines.take();
      if (block === undefined) break;
      blocks.push(block);
      bytes += block.size;
      notes += block.notes.length;
      this.#taken = sumOf(this.#taken, block);
    }
    const end = this.#taken;
    try {
      await this.#file.append([
        ...(said === undefined ? [] : [said.remark]),
        ...blocks.map((block) => block.bytes.subarray(0, block.size)),
      ]);
    } catch (error) {
      const why = whyOf(error as Error);
      if (this.#gaps.putBack(blocks, begun, why, this.#time)) {
        for (const block of blocks.toReversed()) this.#lines.putBack(block);
        this.#taken = begun;
      }
      throw error;
    }
    const begin = { inode: this.#file.inode ?? 0, start: at, from: { ...begun, watchdog: this.#written.watchdog } };
    this.#places.addAll(begin, said, blocks, this.#bounds.keep);
    this.#written = { ...end, watchdog: this.#written.watchdog + notes };
    for (const block of blocks) this.#parts.blocks.give(block);
    const waiting = this.#untilWritten.splice(0);
    for (const each of waiting) {
      if (this.#hasWritten(each.before)) each.resolve();
      else this.#untilWritten.push(each);
    }
  }

  async #failed(error: Error): Promise<void> {
    if (this.#fault === undefined) this.#parts.failed(this.#file.path, error);
    this.#fault = { why: whyOf(error), until: this.#parts.clock.now() + retryMs };
    await this.#file.close();
    if (this.#closed) return;
    // The process may have said its last: nothing else would bring us back to what waits. Not before the file is closed, which can take
    // longer: a retry that comes while this one goes on does nothing.
    this.#retry?.[Symbol.dispose]();
    this.#retry = this.#parts.clock.setTimer(() => {
      if (this.#hasMore && !this.#closed) this.#writing ??= this.#writeAll();
    }, retryMs);
  }
}

function whyOf(error: Error): string {
  return `they could not be written: ${error.message}`;
}
