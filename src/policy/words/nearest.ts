/**
 * The candidate that `word` is most likely a slip of, or undefined where none is close: at most one slip in three letters,
 * where a slip is a letter added, left out, changed, or swapped with its neighbour. Upper and lower case are the same.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    // The lengths alone decide most pairs, and keep a very long word from costing anything.
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
    const slips = distance(wanted, candidate.toLowerCase());
    if (slips < fewest && slips < candidate.length) {
      best = candidate;
      fewest = slips;
    }
  }
  return best;
}

/** A word is compared with all candidates, so a list of complaints guesses for so many: nobody reads more of them. */
const mostGuesses = 200;

/** Guesses what words that are wrong were meant to be, for the first 200. */
export class Guesses {
  #count = 0;

  /** As `nearest`; undefined for every word after those. */
  nearest(word: string, candidates: () => Iterable<string>): string | undefined {
    this.#count += 1;
    return this.#count > mostGuesses ? undefined : nearest(word, candidates());
  }
}

/** Optimal string alignment: Levenshtein's distance with a swap of neighbours counted once. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : changed;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
