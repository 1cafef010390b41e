import { existsSync, fstatSync, lstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeptLines, LineCounts } from '../../ports/log-sink.js';
import { privateFlags, privateMode } from '../files/private.js';
import { logFileName } from './name.js';
import type { OpenFiles } from './open-files.js';
import { rotateLogFiles } from './rotation.js';
import type { WrittenParts } from './written-parts.js';

const newline = 0x0a;

/** What the files of a run share. */
export interface RotatedFileParts {
  readonly folder: string;
  readonly openFiles: OpenFiles;
}

/** The file of a log that is written, and those that it was before. One step after the other: nothing here may be called twice at once. */
export class RotatedFile {
  readonly path: string;
  readonly #parts: RotatedFileParts;
  readonly #stem: string;
  readonly #keep: number;
  #handle: FileHandle | undefined;
  #inode: number | undefined;
  #size = 0;
  /** Whether this is one of the files that may be open now. */
  #mayBeOpen = false;
  #turn: Promise<void> = Promise.resolve();
  readonly #giveWay = (): void => void this.close();

  constructor(parts: RotatedFileParts, stem: string, keep: number) {
    this.path = join(parts.folder, logFileName(stem, 0));
    this.#parts = parts;
    this.#stem = stem;
    this.#keep = keep;
  }

  /** The number that the system gives it; undefined until it is opened for the first time. */
  get inode(): number | undefined {
    return this.#inode;
  }

  /** Bytes in it, whole lines. */
  get size(): number {
    return this.#size;
  }

  /** What an earlier run has left, as far as nothing was opened yet. */
  async earlier(): Promise<{ readonly inode: number; readonly size: number }> {
    const { ino, size } = await stat(this.path).catch(() => ({ ino: 0, size: 0 }));
    return { inode: ino, size };
  }

  /** Opens it, where it is not open, or it was removed or moved away, as `git clean` and logrotate do. */
  async open(): Promise<void> {
    this.#parts.openFiles.wake(this.#giveWay);
    if (this.#handle !== undefined && !this.#isInPlace(this.#handle)) await this.close();
    this.#handle ??= await this.#open();
  }

  /** Writes all of it, or nothing. @throws the system's error */
  async append(bytes: readonly Buffer[]): Promise<void> {
    const handle = this.#handle!;
    try {
      for (let rest = [...bytes]; rest.length > 0; ) rest = withoutFirst(rest, (await handle.writev(rest)).bytesWritten);
    } catch (error) {
      // A part of a line may be there.
      await handle.truncate(this.#size).catch(() => {});
      throw error;
    }
    this.#size += bytes.reduce((sum, { length }) => sum + length, 0);
  }

  /** Writes at once. @throws the system's error */
  appendSync(bytes: Buffer): void {
    writeSync(this.#handle?.fd ?? openSync(this.path, privateFlags.append, privateMode), bytes);
  }

  /** Moves it to the older ones, and begins another. */
  async rotate(): Promise<void> {
    await this.close();
    await this.#alone(() => rotateLogFiles(this.#parts.folder, this.#stem, this.#keep));
    this.#handle = await this.#open();
  }

  /** Reads lines again, as `LogSink.read` does. May be called at any time. */
  read(parts: WrittenParts, from: LineCounts, to: LineCounts): Promise<KeptLines> {
    return this.#alone(() => parts.read(this.#parts.folder, this.#stem, from, to));
  }

  /** So that no file is moved while it is searched for. */
  #alone<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(step);
    this.#turn = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  /** Nothing is to be written for now: it may be closed where another needs its place. */
  rest(): void {
    if (this.#handle !== undefined) this.#parts.openFiles.rest(this.#giveWay);
  }

  /** Closes it, until it is opened again. */
  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#parts.openFiles.wake(this.#giveWay);
    await handle?.close().catch(() => {});
    if (this.#mayBeOpen) this.#parts.openFiles.give();
    this.#mayBeOpen = false;
  }

  /** With the one that holds it, and not the project's own: that may have been moved away. */
  #makeFolder(): void {
    const { folder } = this.#parts;
    for (const path of [dirname(folder), folder]) if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  }

  #isInPlace(handle: FileHandle): boolean {
    try {
      const { ino, size } = lstatSync(this.path);
      // Another program may have taken out what was in it.
      this.#size = Math.min(this.#size, size);
      return ino === this.#inode;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return true;
      // Where all of the folder was moved, it goes on in it until there is one in its place.
      return !existsSync(this.#parts.folder) && fstatSync(handle.fd).nlink > 0;
    }
  }

  async #open(): Promise<FileHandle> {
    await this.#parts.openFiles.take();
    this.#mayBeOpen = true;
    const handle = await open(this.path, privateFlags.append, privateMode).catch(async () => {
      this.#makeFolder();
      return open(this.path, privateFlags.append, privateMode);
    });
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new Error(`${this.path} is not a file`);
      const { size, ino } = found;
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
