const SMALLEST = 64;

/** The largest pieces that are kept for the next taker, in bytes. */
const LARGEST = 64 * 1024;

/** How much of each size may wait to be taken again, in bytes. */
const MOST_FREE = 512 * 1024;

/**
 * Memory for the segments of logs. What a flood pushes out is taken again for what comes in, so that a flood allocates next
 * to nothing and gives the garbage collector nothing to do.
 */
export class SegmentMemory {
  /** By the binary logarithm of their size. */
  readonly #free: readonly Buffer[][] = Array.from({ length: rankOf(LARGEST) + 1 }, () => []);

  /** A piece of at least this many bytes, and less than twice as many, with anything in it. */
  take(size: number): Buffer {
    const rank = rankOf(Math.max(size, SMALLEST));
    // Not from Node's pool: a kept line would keep its neighbours' 8 KiB alive.
    return this.#free[rank]?.pop() ?? Buffer.allocUnsafeSlow(2 ** rank);
  }

  /** Takes a piece back, which nobody may read any more. */
  give(piece: Buffer): void {
    const free = this.#free[rankOf(piece.length)];
    if (free !== undefined && free.length * piece.length < MOST_FREE) free.push(piece);
  }
}

/** The binary logarithm of the next power of two. */
function rankOf(size: number): number {
  return 32 - Math.clz32(size - 1);
}
