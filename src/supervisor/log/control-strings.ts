import type { OutputStream } from '../../ports/spawner.js';

const BEL = 0x07;
const LF = 0x0a;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
/** What follows ESC where a string for the terminal begins: DCS, SOS, OSC, PM, APC, and the title of a window of screen or tmux. */
const afterEscape = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f, 0x6b]);
/** The first byte in UTF-8 of the same in one character, and what follows it there. */
const C1 = 0xc2;
const afterC1 = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);
/** What follows it where a string ends. */
const ST = 0x9c;

/** A title or a link is shorter; what is longer is a picture, the clipboard, or was never ended. */
const longest = 4096;

/** What is known of one output stream between two chunks. */
interface Open {
  /** How much of a string that has begun came so far; 0 outside of one. */
  length: number;
  /** The last byte, which with the next one may begin or end a string. */
  last: number;
}

/**
 * Takes long strings for the terminal out of output before it is kept: nobody sees them, and one that is never ended would fill the
 * log with its payload. What ends one, its line included, stays.
 */
export class ControlStrings {
  readonly #leftOut: (bytes: number, keptBefore: number) => void;
  readonly #open: Readonly<Record<OutputStream, Open>> = { stdout: { length: 0, last: 0 }, stderr: { length: 0, last: 0 } };

  /**
   * @param leftOut given, at the end of a string, how many bytes of it are left out, and how many are kept of the chunk before that
   * end
   */
  constructor(leftOut: (bytes: number, keptBefore: number) => void) {
    this.#leftOut = leftOut;
  }

  /** The chunk without what of it is left out; the same chunk where that is nothing. */
  take(stream: OutputStream, chunk: Buffer): Buffer {
    if (chunk.length === 0) return chunk;
    const open = this.#open[stream];
    const before = open.last;
    open.last = chunk.at(-1)!;
    if (open.length === 0 && begins(before, chunk[0])) open.length = 1;
    else if (open.length > 0 && before === C1 && chunk[0] === ST) {
      open.length -= 1; // The first half of what ends it was counted.
      this.#end(open, 0);
    }
    if (open.length === 0 && !chunk.includes(ESC) && !chunk.includes(C1)) return chunk;
    const kept: Buffer[] = [];
    let keptLength = 0;
    let from = 0;
    const keep = (to: number): void => {
      kept.push(chunk.subarray(from, to));
      keptLength += to - from;
    };
    const beginIn = beginnings(chunk);
    for (let at = 0; at < chunk.length; ) {
      const isNew = open.length === 0;
      if (isNew) {
        at = beginIn(at);
        if (at === chunk.length) break;
      }
      const end = endIn(chunk, isNew ? at + 2 : at);
      const isEnded = end < chunk.length;
      // The first half of what may end it is kept, for the second half to end it.
      const last = !isEnded && open.last === C1 ? end - 1 : end;
      const room = Math.max(0, longest - open.length);
      open.length += end - at;
      if (last - at > room) {
        keep(at + room);
        from = last;
      }
      if (isEnded) this.#end(open, keptLength + end - from);
      at = end;
    }
    if (from === 0 && kept.length === 0) return chunk;
    keep(chunk.length);
    return Buffer.concat(kept);
  }

  /** The same for text that was decoded already. */
  takeText(stream: OutputStream, text: string): string {
    const open = this.#open[stream];
    if (open.length === 0 && open.last !== ESC && !introduced.test(text)) return text;
    return this.take(stream, Buffer.from(text)).toString();
  }

  /** The generation has ended: what it left open is ended with it. */
  flush(): void {
    for (const open of Object.values(this.#open)) {
      this.#end(open, 0);
      open.last = 0;
    }
  }

  #end(open: Open, keptBefore: number): void {
    const { length } = open;
    open.length = 0;
    if (length > longest) this.#leftOut(length - longest, keptBefore);
  }
}

/** What begins with what a string begins with, in decoded text. */
const introduced = /[\x1b\x90\x98\x9d-\x9f]/;

function begins(first: number, second = 0): boolean {
  return (first === ESC && afterEscape.has(second)) || (first === C1 && afterC1.has(second));
}

/** Finds where the next string begins, from an index on that only grows; the length of the chunk where none does. */
function beginnings(chunk: Buffer): (from: number) => number {
  const next = { [ESC]: -1, [C1]: -1 };
  const find = (lead: keyof typeof next, from: number): number => {
    let at = next[lead]!;
    if (at < from)
      for (at = indexOf(chunk, lead, from); at < chunk.length; at = indexOf(chunk, lead, at + 1))
        if (begins(lead, chunk[at + 1])) break;
    next[lead] = at;
    return at;
  };
  return (from) => Math.min(find(ESC, from), find(C1, from));
}

function indexOf(chunk: Buffer, byte: number, from: number): number {
  const at = chunk.indexOf(byte, from);
  return at === -1 ? chunk.length : at;
}

/** Where a string ends, or the chunk; what ends it is not part of it. */
function endIn(chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!;
    if (byte === BEL || byte === LF || byte === CAN || byte === SUB || byte === ESC) return at;
    if (byte === C1 && chunk[at + 1] === ST) return at;
  }
  return chunk.length;
}
