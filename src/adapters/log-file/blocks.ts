/** The size of a block; twice what the longest line takes. */
export const blockBytes = 256 * 1024;

/** The size of the first block after a silence: most processes say a few lines at a time, and many say them at once, at a start. */
export const smallBlockBytes = 8 * 1024;

/** So many blocks of each size wait to be used again. */
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
  readonly #free = { small: [] as Buffer[], large: [] as Buffer[] };

  /** An empty block, of `smallBlockBytes` or of `blockBytes`. */
  take(size: 'small' | 'large'): FileBlock {
    const bytes = this.#free[size].pop() ?? Buffer.allocUnsafeSlow(size === 'small' ? smallBlockBytes : blockBytes);
    return { bytes, size: 0, stdout: 0, stderr: 0, notes: [] };
  }

  /** Takes a block back that nobody reads any more. */
  give({ bytes }: FileBlock): void {
    const free = this.#free[bytes.length === smallBlockBytes ? 'small' : 'large'];
    if (free.length < mostFree) free.push(bytes);
  }
}
