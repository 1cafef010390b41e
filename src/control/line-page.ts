import type { LogLine, LogReader } from '../supervisor/log/line.js';

/** The most lines of one page. */
export const pageLines = 2000;
/** After so many characters a page ends, with whole lines. */
const pageCharacters = 1024 * 1024;
const readAtOnce = 100;

/** Lines of a log from `from` on, up to `to`, that is without it: as many as one answer may hold, and at least one where there is one. */
export function linePage(log: LogReader, from: number, to: number): readonly LogLine[] {
  const page: LogLine[] = [];
  let characters = 0;
  let next = Math.max(from, log.firstSeq);
  const end = Math.min(to, next + pageLines);
  while (next < end && characters < pageCharacters) {
    const lines = log.slice(next, Math.min(end, next + readAtOnce));
    if (lines.length === 0) break;
    for (const line of lines) {
      page.push(line);
      characters += line.text.length;
      if (characters >= pageCharacters) return page;
    }
    next = lines.at(-1)!.seq + 1;
  }
  return page;
}
