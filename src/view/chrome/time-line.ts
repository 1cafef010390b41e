import { formatDuration } from '../../policy/words/duration.js';
import type { MarkKind, Replay } from '../state/replay.js';
import { fitLine, type Line, lineWidth, mergedSpans, type Span } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { formatClock } from '../text/times.js';

/** In this order one hides those after it where they share a cell. */
const marks: readonly (readonly [kind: MarkKind, glyph: string, tone: Tone])[] = [
  ['crash', '✖', 'trouble'],
  ['unhealthy', '░', 'trouble'],
  ['exit', '○', 'idle'],
  ['restart', '●', 'good'],
];

/** The time line of a replay, in exactly `width` cells: the instant, all that happened as marks, and how far it is from the end. */
export function timeLine(replay: Replay, width: number): Line {
  const { at, last, isPlaying, speed } = replay;
  const clock = formatClock(replay.wallAt(at));
  const left: Line = [
    { text: ` ${isPlaying ? `▶ ${speed}x` : 'paused'}`.padEnd(8), tone: isPlaying ? 'key' : 'dim' },
    { text: ` ${clock} `, bold: true },
  ];
  const right: Line = [{ text: ` ${at >= last ? 'end' : `-${formatDuration(last - at)}`} `, tone: 'dim' }];
  const room = width - lineWidth(left) - lineWidth(right);
  if (room < 10) return fitLine(left, width);
  return fitLine([...left, ...bar(replay, room), ...right], width);
}

/** The instant that a cell of the bar stands for; for the mouse too. */
function cellOf({ first, last }: Replay, at: number, width: number): number {
  return last <= first ? width - 1 : Math.min(width - 1, Math.max(0, Math.floor(((at - first) / (last - first)) * width)));
}

function bar(replay: Replay, width: number): Line {
  const cells: Span[] = Array.from({ length: width }, () => ({ text: '─', tone: 'dim' as const }));
  for (const [kind, glyph, tone] of marks.toReversed()) {
    for (const mark of replay.marks) {
      if (mark.kind !== kind) continue;
      const to = cellOf(replay, mark.to, width);
      for (let cell = cellOf(replay, mark.from, width); cell <= to; cell += 1) cells[cell] = { text: glyph, tone };
    }
  }
  const here = cellOf(replay, replay.at, width);
  // The place keeps its mark, so that one sees what one has gone to.
  cells[here] = { text: cells[here]!.text === '─' ? '█' : cells[here]!.text, tone: 'title' };
  return mergedSpans(cells);
}
