import { fstatSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FiledPlace, LineCounts, LogSink, NoteKind, SinkBounds } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import { privateFlags, privateMode } from '../files/private-file.js';
import type { LogBlock, LogBlocks } from './blocks.js';
import { LogGaps, type OutputCounts } from './gaps.js';
import { LogFileLines } from './lines.js';
import { logFileName, logFileStem } from './name.js';
import type { OpenFiles } from './open-files.js';
import { rotateLogFiles } from './rotation.js';

/** Bytes that may wait for the disk, and so many while it takes nothing. Beyond them the oldest are left out, and the file says so. */
const mostWaiting = 4 * 1024 * 1024;
const mostWaitingAtFault = 1024 * 1024;
/** Blocks that are written at once. */
const mostAtOnce = 16;
/** Milliseconds after a fault until the file is tried again. */
const retryMs = 5000;

const newline = 0x0a;

/** What the log files of a run share. */
export interface LogFileParts {
  readonly folder: string;
  readonly blocks: LogBlocks;
  readonly openFiles: OpenFiles;
  /** Monotonic milliseconds. */
  now(): number;
  /** Told of every fault: the first of a file, and the first after it could be written again. */
  failed(file: string, error: Error): void;
}

/**
 * The log of one process in a file that is rotated by its size. Everything happens off the main thread, one step after the
 * other; what comes faster than it can be written waits, up to a bound.
 */
export class LogFile implements LogSink {
  readonly #parts: LogFileParts;
  readonly #stem: string;
  readonly #file: string;
  readonly #bounds: SinkBounds;
  readonly #lines: LogFileLines;
  readonly #gaps = new LogGaps();
  readonly #after: Promise<void>;
  #handle: FileHandle | undefined;
  #inode: number | undefined;
  #size = 0;
  /** The lines that came before the oldest block that waits, and before the end of the file; those left out count too. */
  #taken: OutputCounts;
  #written: Record<keyof LineCounts, number>;
  readonly #untilWritten: { readonly before: LineCounts; readonly resolve: () => void }[] = [];
  #fault: { readonly why: string; readonly until: number } | undefined;
  #writing: Promise<void> | undefined;
  /** Whether this is one of the files that may be open now. */
  #mayBeOpen = false;
  readonly #giveWay = (): void => void this.#release();
  #closed = false;
  /** When the newest of the output came, in milliseconds since 1970. */
  #time = 0;

  /**
   * @param after what must have ended before the file is touched: the last sink of the same file
   * @param before lines that came before the first that it gets
   */
  constructor(
    parts: LogFileParts,
    name: string,
    bounds: SinkBounds,
    after: Promise<void> = Promise.resolve(),
    before: LineCounts = { stdout: 0, stderr: 0, watchdog: 0 },
  ) {
    this.#parts = parts;
    this.#stem = logFileStem(name);
    this.#file = join(parts.folder, logFileName(this.#stem, 0));
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
    await this.#after;
    if (!this.#hasWritten(before) && this.#writing !== undefined)
      await new Promise<void>((resolve) => this.#untilWritten.push({ before, resolve }));
    // Where nothing was written yet there may be a file of an earlier run.
    if (this.#inode === undefined) {
      const { ino, size } = await stat(this.#file).catch(() => ({ ino: 0, size: 0 }));
      if (this.#inode === undefined) return this.#placeAt(ino, size, before);
    }
    return this.#placeAt(this.#inode, this.#size, before);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#lines.flush();
    while (this.#writing !== undefined) await this.#writing;
    // Also after a fault: the last words are those that are wanted most.
    if (this.#hasMore) await this.#writeAll();
    await this.#release();
  }

  /** For the last moment of a program that ends without closing: writes what waits at once. */
  flushSync(): void {
    this.#lines.flush();
    if (!this.#hasMore) return;
    try {
      const fd = this.#handle?.fd ?? openSync(this.#file, privateFlags.append, privateMode);
      writeSync(fd, this.#gaps.take()?.remark ?? Buffer.alloc(0));
      for (let block = this.#lines.take(); block !== undefined; block = this.#lines.take()) {
        writeSync(fd, block.bytes, 0, block.size);
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
    if (this.#fault === undefined || this.#parts.now() >= this.#fault.until) this.#writing ??= this.#writeAll();
  }

  get #why(): string {
    return this.#fault?.why ?? 'the disk is too slow for them';
  }

  #hasWritten(before: LineCounts): boolean {
    const { stdout, stderr, watchdog } = this.#written;
    return stdout >= before.stdout && stderr >= before.stderr && watchdog >= before.watchdog;
  }

  #placeAt(inode: number, size: number, before: LineCounts): FiledPlace {
    const own = (stream: OutputStream): number => {
      const [from, to] = [before[stream], this.#written[stream]];
      return Math.max(0, to - from - this.#gaps.within(stream, from, to));
    };
    const lacking = (stream: OutputStream): number => Math.max(0, before[stream] - this.#written[stream]);
    const { remarks, missing } = this.#gaps.after(before);
    return {
      inode,
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
    this.#parts.openFiles.wake(this.#giveWay);
    // What else comes in this turn goes into the same write.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      if (this.#isRemoved()) await this.#release();
      this.#handle ??= await this.#open();
      while (this.#hasMore) {
        if (this.#size >= this.#bounds.maxBytes) await this.#rotate();
        await this.#writeSome(this.#handle);
      }
      this.#fault = undefined;
    } catch (error) {
      await this.#failed(error as Error);
    }
    this.#writing = undefined;
    for (const { resolve } of this.#untilWritten.splice(0)) resolve();
    if (this.#handle !== undefined) this.#parts.openFiles.rest(this.#giveWay);
  }

  /** Writes as much as the file has room for. */
  async #writeSome(handle: FileHandle): Promise<void> {
    const said = this.#gaps.take();
    const [blocks, begun] = [[] as LogBlock[], this.#taken];
    let bytes = said?.remark.length ?? 0;
    let notes = said?.notes ?? 0;
    while (blocks.length < mostAtOnce && (blocks.length === 0 || this.#size + bytes < this.#bounds.maxBytes)) {
      const block = this.#lines.take();
      if (block === undefined) break;
      blocks.push(block);
      bytes += block.size;
      notes += block.notes.length;
      this.#taken = sumOf(this.#taken, block);
    }
    const end = this.#taken;
    try {
      await this.#write(handle, [
        ...(said === undefined ? [] : [said.remark]),
        ...blocks.map((block) => block.bytes.subarray(0, block.size)),
      ]);
    } catch (error) {
      // A part of a line may be there.
      await handle.truncate(this.#size).catch(() => {});
      const why = whyOf(error as Error);
      if (this.#gaps.putBack(blocks, begun, why, this.#time)) {
        for (const block of blocks.toReversed()) this.#lines.putBack(block);
        this.#taken = begun;
      }
      throw error;
    }
    this.#size += bytes;
    this.#written = { ...end, watchdog: this.#written.watchdog + notes };
    for (const block of blocks) this.#parts.blocks.give(block);
    const waiting = this.#untilWritten.splice(0);
    for (const each of waiting) {
      if (this.#hasWritten(each.before)) each.resolve();
      else this.#untilWritten.push(each);
    }
  }

  /** Whether somebody has taken the file away, as `git clean` does. */
  #isRemoved(): boolean {
    return this.#handle !== undefined && fstatSync(this.#handle.fd).nlink === 0;
  }

  async #open(): Promise<FileHandle> {
    await this.#after;
    await this.#parts.openFiles.take();
    this.#mayBeOpen = true;
    const handle = await open(this.#file, privateFlags.append, privateMode).catch(async () => {
      await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 });
      return open(this.#file, privateFlags.append, privateMode);
    });
    try {
      const { size, ino } = await handle.stat();
      [this.#size, this.#inode] = [size, ino];
      // The end of a machine may have cut the last line.
      if (size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== newline)
        this.#size += (await handle.write('\n')).bytesWritten;
    } catch (error) {
      await handle.close();
      throw error;
    }
    return handle;
  }

  async #write(handle: FileHandle, bytes: readonly Buffer[]): Promise<void> {
    for (let rest = [...bytes]; rest.length > 0; ) rest = withoutFirst(rest, (await handle.writev(rest)).bytesWritten);
  }

  async #rotate(): Promise<void> {
    await this.#release();
    await rotateLogFiles(this.#parts.folder, this.#stem, this.#bounds.keep);
    this.#handle = await this.#open();
  }

  async #failed(error: Error): Promise<void> {
    if (this.#fault === undefined) this.#parts.failed(this.#file, error);
    this.#fault = { why: whyOf(error), until: this.#parts.now() + retryMs };
    await this.#release();
  }

  async #release(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#parts.openFiles.wake(this.#giveWay);
    await handle?.close().catch(() => {});
    if (this.#mayBeOpen) this.#parts.openFiles.give();
    this.#mayBeOpen = false;
  }
}

/** Buffers without their first so many bytes. */
function withoutFirst(buffers: readonly Buffer[], count: number): Buffer[] {
  let left = count;
  return buffers.flatMap((buffer) => {
    const skipped = Math.min(left, buffer.length);
    left -= skipped;
    return skipped === buffer.length ? [] : [buffer.subarray(skipped)];
  });
}

function sumOf(counts: OutputCounts, block: OutputCounts): OutputCounts {
  return { stdout: counts.stdout + block.stdout, stderr: counts.stderr + block.stderr };
}

function whyOf(error: Error): string {
  return `they could not be written: ${error.message}`;
}
