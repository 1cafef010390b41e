/** The length of a line, its end included. */
const lineBytes = 100;

/** Shell code that writes this many lines of 100 bytes as fast as it can. */
export function floodOf(lines: number): string {
  return `${endlessFlood} | head -c ${lines * lineBytes}`;
}

/** Shell code that writes lines of 100 bytes for ever. */
export const endlessFlood = `yes ${'0123456789'.repeat(10).slice(1)}`;

/** Shell code that writes lines of 100 bytes for ever, each other than the last, so that each frame differs. */
export const countingFlood = `seq 1${'0'.repeat(98)} inf`;
