import type { OutputStream } from '../../ports/spawner.js';

const BEL = 0x07;
const LF = 0x0a;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
/** What follows ESC where a string for the terminal begins: DCS, SOS, OSC, PM, APC. */
const introducers = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]);

/** A title or a link is shorter; what is longer is a picture, the clipboard, or was never ended. */
const longest = 4096;

/**
 * Takes long strings for the terminal out of output before it is kept: nobody sees them, and one that is never ended would fill the
 * log with its payload. What ends one, its line included, stays.
 */
export class ControlStrings {
  readonly #leftOut: (bytes: number) => void;
  /** How much of a string that has begun came so far; 0 outside of one. */
  readonly #open: Record<OutputStream, number> = { stdout: 0, stderr: 0 };
  /** Whether the last byte was ESC, so that the next one may begin a string. */
  readonly #begins: Record<OutputStream, boolean> = { stdout: false, stderr: false };

  /** @param leftOut given, at the end of a string, how many bytes of it are left out */
  constructor(leftOut: (bytes: number) => void) {
    this.#leftOut = leftOut;
  }

  /** The chunk without what of it is left out; the same chunk where that is nothing. */
  take(stream: OutputStream, chunk: Buffer): Buffer {
    if (chunk.length === 0) return chunk;
    if (this.#begins[stream] && introducers.has(chunk[0]!)) this.#open[stream] = 1;
    this.#begins[stream] = false;
    if (this.#open[stream] === 0 && !chunk.includes(ESC)) return chunk;
    const kept: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      let length = this.#open[stream];
      if (length === 0) {
        at = beginIn(chunk, at);
        if (at === chunk.length) break;
      }
      const end = endIn(chunk, length === 0 ? at + 2 : at);
      const room = Math.max(0, longest - length);
      length += end - at;
      if (end - at > room) {
        kept.push(chunk.subarray(from, at + room));
        from = end;
      }
      const isEnded = end < chunk.length;
      if (isEnded && length > longest) this.#leftOut(length - longest);
      this.#open[stream] = isEnded ? 0 : length;
      at = end;
    }
    this.#begins[stream] = chunk.at(-1) === ESC;
    return from === 0 && kept.length === 0 ? chunk : Buffer.concat([...kept, chunk.subarray(from)]);
  }

  /** The same for text that was decoded already. */
  takeText(stream: OutputStream, text: string): string {
    if (this.#open[stream] === 0 && !this.#begins[stream] && !text.includes('\x1b')) return text;
    return this.take(stream, Buffer.from(text)).toString();
  }

  /** The generation has ended: what it left open is ended with it. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#open[stream] > longest) this.#leftOut(this.#open[stream] - longest);
      this.#open[stream] = 0;
      this.#begins[stream] = false;
    }
  }
}

/** Where a string begins, from an index on; the length of the chunk where none does. */
function beginIn(chunk: Buffer, from: number): number {
  for (let at = chunk.indexOf(ESC, from); at !== -1; at = chunk.indexOf(ESC, at + 1)) {
    if (introducers.has(chunk[at + 1] ?? 0)) return at;
  }
  return chunk.length;
}

/** Where a string ends, or the chunk; the byte that ends it is not part of it. */
function endIn(chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!;
    if (byte === BEL || byte === LF || byte === CAN || byte === SUB || byte === ESC) return at;
  }
  return chunk.length;
}
