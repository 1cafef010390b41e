import type { Clock } from '../../ports/clock.js';
import type { LineCounts, LogSink, LogSinks, SinkBounds } from '../../ports/log-sink.js';
import { nodeClock } from '../node/clock.js';
import { mostOpenLogs } from '../node/descriptors.js';
import { LogBlocks } from './blocks.js';
import { OpenFiles } from './open-files.js';
import { LogFile, type LogFileParts } from './writer.js';
import { WrittenParts } from './written-parts.js';

/** The log files of a run, one for each process, in one folder. */
export class LogFiles implements LogSinks {
  readonly #parts: LogFileParts;
  readonly #files = new Set<LogFile>();
  /** The end of the last sink of each name. */
  readonly #ends = new Map<string, Promise<void>>();
  /** Where the lines of each log are, from its first sink on. */
  readonly #written = new Map<string, WrittenParts>();
  readonly #onExit = (): void => {
    for (const file of this.#files) file.flushSync();
  };
  #hasComplained = false;

  /** @param complain called once, with a sentence that a file cannot be written */
  constructor(folder: string, complain: (text: string) => void, clock: Pick<Clock, 'now' | 'setTimer'> = nodeClock) {
    this.#parts = {
      folder,
      blocks: new LogBlocks(),
      openFiles: new OpenFiles(mostOpenLogs()),
      clock,
      failed: (file, error) => {
        if (!this.#hasComplained)
          complain(`the log file ${file} cannot be written, its lines are kept in memory only: ${error.message}`);
        this.#hasComplained = true;
      },
    };
  }

  open(name: string, bounds: SinkBounds, before: LineCounts = { stdout: 0, stderr: 0, watchdog: 0 }): LogSink {
    const goesOn = before.stdout + before.stderr + before.watchdog > 0;
    const parts = (goesOn ? this.#written.get(name) : undefined) ?? new WrittenParts();
    this.#written.set(name, parts);
    const file = new LogFile(this.#parts, name, bounds, { after: this.#ends.get(name) ?? Promise.resolve(), before, parts });
    // A program that ends on its own or dies by an exception still runs this; nothing runs after SIGKILL.
    if (this.#files.size === 0) process.on('exit', this.#onExit);
    this.#files.add(file);
    return {
      write: (stream, chunk, time) => file.write(stream, chunk, time),
      note: (text, time, kind) => file.note(text, time, kind),
      place: (before) => file.place(before),
      read: (from, to) => file.read(from, to),
      close: () => {
        const end = file.close().then(() => this.#ended(file));
        this.#ends.set(name, end);
        return end;
      },
    };
  }

  #ended(file: LogFile): void {
    this.#files.delete(file);
    if (this.#files.size === 0) process.off('exit', this.#onExit);
  }
}
