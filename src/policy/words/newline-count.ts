const NEWLINE = 0x0a;
const NEWLINES = 0x0a0a0a0a;
const LOW_BITS = 0x7f7f7f7f;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

// Each of the four lanes of the sum counts to 255 at most before it is emptied, four words a step.
const WORDS_PER_SUM = 252;

/**
 * How many newlines `bytes` holds. Four bytes are examined in one operation, so the time depends on the length alone:
 * a search from newline to newline is as fast where lines are long, but 80 times slower on a flood of empty lines.
 */
export function countNewlines(bytes: Uint8Array): number {
  const wordsFrom = Math.min(bytes.length, -bytes.byteOffset & 3);
  const wordCount = ((bytes.length - wordsFrom) >> 2) & ~3;
  const wordsTo = wordsFrom + wordCount * 4;
  let count = countOneByOne(bytes, 0, wordsFrom) + countOneByOne(bytes, wordsTo, bytes.length);
  if (wordCount === 0) return count;

  const words = new Int32Array(bytes.buffer, bytes.byteOffset + wordsFrom, wordCount);
  for (let index = 0; index < wordCount; ) {
    const end = Math.min(wordCount, index + WORDS_PER_SUM);
    let lanes = 0;
    for (; index < end; index += 4) {
      const a = words[index]! ^ NEWLINES;
      const b = words[index + 1]! ^ NEWLINES;
      const c = words[index + 2]! ^ NEWLINES;
      const d = words[index + 3]! ^ NEWLINES;
      const someZero = (((a - ONES) & ~a) | ((b - ONES) & ~b) | ((c - ONES) & ~c) | ((d - ONES) & ~d)) & HIGH_BITS;
      if (someZero !== 0) lanes = (lanes + zeroBytes(a) + zeroBytes(b) + zeroBytes(c) + zeroBytes(d)) | 0;
    }
    count += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24);
  }
  return count;
}

/** A word with 1 in each byte in which `word` has 0. */
function zeroBytes(word: number): number {
  return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS) >>> 7;
}

function countOneByOne(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index++) if (bytes[index] === NEWLINE) count++;
  return count;
}
