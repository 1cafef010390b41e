import { fstatSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { countNewlines } from '../../policy/words/newline-count.js';
import type { LogSink, NoteKind, SinkBounds } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import { privateFlags, privateMode } from '../files/private-file.js';
import type { FileBlock, LogBlocks } from './blocks.js';
import { LogFileLines } from './lines.js';
import { logFileName, logFileStem } from './name.js';
import type { OpenFiles } from './open-files.js';
import { rotateLogFiles } from './rotation.js';

/** Bytes that may wait for the disk. Beyond them lines are left out, and the file says how many. */
const mostWaiting = 4 * 1024 * 1024;
/** Milliseconds between two rotations, and after a fault until the file is tried again. */
const rotationMs = 1000;
const retryMs = 5000;
/** A file may grow to so many times its size while it must not be rotated again yet. */
const mostOvergrown = 10;

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
  readonly #after: Promise<void>;
  #handle: FileHandle | undefined;
  #size = 0;
  #rotatedAt = Number.NEGATIVE_INFINITY;
  /** Lines that were left out since the last that was written, and why. */
  #missing = { lines: 0, why: '', time: 0 };
  #fault: { readonly message: string; readonly until: number } | undefined;
  #writing: Promise<void> | undefined;
  /** Whether this is one of the files that may be open now. */
  #mayBeOpen = false;
  readonly #giveWay = (): void => void this.#release();
  #closed = false;

  /** @param after what must have ended before the file is touched: the last sink of the same file */
  constructor(parts: LogFileParts, name: string, bounds: SinkBounds, after: Promise<void> = Promise.resolve()) {
    this.#parts = parts;
    this.#stem = logFileStem(name);
    this.#file = join(parts.folder, logFileName(this.#stem, 0));
    this.#bounds = bounds;
    this.#lines = new LogFileLines(parts.blocks);
    this.#after = after;
  }

  write(stream: OutputStream, chunk: Buffer, time: number): void {
    this.#take(
      time,
      () => this.#lines.write(stream, chunk, time),
      () => this.#lines.skip(stream, chunk, time),
    );
  }

  note(text: string, time: number, kind?: NoteKind): void {
    if (this.#closed) return;
    // The rule between two generations ends what the first has left unterminated.
    this.#lines.flush();
    this.#take(
      time,
      () => this.#lines.remark(text, time, kind),
      () => 1,
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#sayMissing();
    this.#lines.flush();
    while (this.#writing !== undefined) await this.#writing;
    if (this.#lines.waiting > 0 && this.#fault === undefined) await this.#writeAll();
    await this.#release();
  }

  /** For the last moment of a program that ends without closing: writes what waits at once. */
  flushSync(): void {
    this.#lines.flush();
    try {
      const blocks = this.#lines.take();
      const fd = blocks.length === 0 ? undefined : (this.#handle?.fd ?? openSync(this.#file, privateFlags.append, privateMode));
      for (const { bytes, size } of blocks) writeSync(fd!, bytes, 0, size);
    } catch {
      // Nothing can be done about a log that cannot be written on the way out.
    }
  }

  /** @param skip says how many lines are left out where nothing can be taken in */
  #take(time: number, take: () => void, skip: () => number): void {
    if (this.#closed) return;
    const why = this.#whyNot();
    if (why !== undefined) {
      this.#missing = { lines: this.#missing.lines + skip(), why, time };
      return;
    }
    this.#sayMissing();
    take();
    this.#writing ??= this.#writeAll();
  }

  /** Why nothing more can be taken in now; undefined where it can. */
  #whyNot(): string | undefined {
    if (this.#fault !== undefined && this.#parts.now() < this.#fault.until) return this.#fault.message;
    if (this.#lines.waiting > mostWaiting) return 'the disk is too slow for them';
    if (this.#size > this.#bounds.maxBytes * mostOvergrown && !this.#mayRotate())
      return 'they came faster than files are rotated';
    return undefined;
  }

  #mayRotate(): boolean {
    return this.#parts.now() - this.#rotatedAt >= rotationMs;
  }

  #sayMissing(): void {
    const { lines, why, time } = this.#missing;
    if (lines === 0) return;
    this.#missing = { lines: 0, why: '', time: 0 };
    this.#lines.remark(`${lines} lines are missing here: ${why}`, time);
  }

  async #writeAll(): Promise<void> {
    this.#parts.openFiles.wake(this.#giveWay);
    // What else comes in this turn goes into the same write.
    await new Promise((resolve) => setImmediate(resolve));
    let blocks: readonly FileBlock[] = [];
    try {
      if (this.#isRemoved()) await this.#release();
      this.#handle ??= await this.#open();
      while (this.#lines.waiting > 0) {
        blocks = this.#lines.take();
        await this.#write(this.#handle, blocks);
        for (const block of blocks) this.#parts.blocks.give(block);
        blocks = [];
        if (this.#size >= this.#bounds.maxBytes && this.#mayRotate()) await this.#rotate();
      }
      this.#fault = undefined;
    } catch (error) {
      await this.#failed(error as Error, [...blocks, ...this.#lines.take()]);
    }
    this.#writing = undefined;
    if (this.#handle !== undefined) this.#parts.openFiles.rest(this.#giveWay);
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
    this.#size = (await handle.stat()).size;
    // A full disk, or the end of a machine, may have cut the last line.
    if (this.#size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, this.#size - 1)).buffer[0] !== newline)
      await handle.write('\n');
    return handle;
  }

  async #write(handle: FileHandle, blocks: readonly FileBlock[]): Promise<void> {
    let rest = blocks.map(({ bytes, size }) => bytes.subarray(0, size));
    while (rest.length > 0) {
      const { bytesWritten } = await handle.writev(rest);
      this.#size += bytesWritten;
      rest = withoutFirst(rest, bytesWritten);
    }
  }

  async #rotate(): Promise<void> {
    this.#rotatedAt = this.#parts.now();
    await this.#release();
    await rotateLogFiles(this.#parts.folder, this.#stem, this.#bounds.keep);
    this.#handle = await this.#open();
  }

  async #failed(error: Error, lost: readonly FileBlock[]): Promise<void> {
    const lines = lost.reduce((sum, { bytes, size }) => sum + countNewlines(bytes.subarray(0, size)), 0);
    const why = `they could not be written: ${error.message}`;
    this.#missing = { ...this.#missing, lines: this.#missing.lines + lines, why };
    if (this.#fault === undefined) this.#parts.failed(this.#file, error);
    this.#fault = { message: why, until: this.#parts.now() + retryMs };
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
