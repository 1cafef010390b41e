/** The size of a block; twice what the longest line takes. */
export const blockBytes = 256 * 1024;

/** So many blocks wait to be used again. */
const mostFree = 16;

/** A piece of text on its way into a file. */
export interface FileBlock {
  readonly bytes: Buffer;
  /** Bytes that are filled. */
  size: number;
  /** Lines of output in it, by stream. */
  stdout: number;
  stderr: number;
  /** Where the watchdog's own lines begin and end. */
  notes: (readonly [start: number, end: number])[];
}

/** Blocks for all log files; what was written is used again, so that a flood allocates nothing. */
export class LogBlocks {
  readonly #free: Buffer[] = [];

  /** An empty block. */
  take(): FileBlock {
    return { bytes: this.#free.pop() ?? Buffer.allocUnsafeSlow(blockBytes), size: 0, stdout: 0, stderr: 0, notes: [] };
  }

  /** Takes a block back that nobody reads any more. */
  give({ bytes }: FileBlock): void {
    if (this.#free.length < mostFree) this.#free.push(bytes);
  }
}
