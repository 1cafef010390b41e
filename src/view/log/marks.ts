import type { TextRange } from '../../policy/words/expression.js';
import { isNarrow } from '../text/narrow.js';
import { cutAt } from '../text/sgr-state.js';
import { stripSgr } from '../text/terminal.js';

const clusters = new Intl.Segmenter();

/** Sanitized text with parts of it inverse: ranges of its plain form, from the left, which may overlap. */
export function markRanges(text: string, ranges: readonly TextRange[]): string {
  const plain = stripSgr(text);
  const joined = joinedRanges(isNarrow(plain) ? ranges : wholeClusters(plain, ranges));
  if (joined.length === 0) return text;
  const cuts = joined.flatMap(({ start, end }) => [start, end]);
  // Inside a mark its own colours would stand inverse too, and one that ends all colours would end the mark.
  return cutAt(text, cuts)
    .map((piece, index) => (index % 2 === 1 ? `\x1b[7m${piece.plain}\x1b[27m` : piece.text))
    .join('');
}

/** Sanitized text, all of it inverse. */
export function markAll(text: string): string {
  return `\x1b[7m${stripSgr(text)}\x1b[27m`;
}

/** The ranges up to where characters end: half of one with a mark on it, or of a joined emoji, would be drawn as another. */
function wholeClusters(plain: string, ranges: readonly TextRange[]): readonly TextRange[] {
  const segments = clusters.segment(plain);
  return ranges.map(({ start, end }) => {
    const last = segments.containing(end - 1);
    return {
      start: segments.containing(start)?.index ?? start,
      end: last === undefined ? end : last.index + last.segment.length,
    };
  });
}

function joinedRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else joined.push(range);
  }
  return joined;
}
