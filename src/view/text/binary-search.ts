/** The index of the last entry whose number is at most `limit`, where the numbers grow; -1 where none is. */
export function lastAtMost<T>(entries: readonly T[], limit: number, numberOf: (entry: T) => number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberOf(entries[middle]!) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
