import { formatDuration } from '../../policy/words/duration.js';
import type { PastExit } from '../../supervisor/history/past-exit.js';
import type { Transition } from '../../supervisor/history/timeline.js';
import { plainText, type Span } from '../text/span.js';
import { formatMoment } from '../text/times.js';
import { type DetailsRow, section } from './details-rows.js';

const shownTransitions = 30;

/** The time line of its transitions, the newest first. */
export function timelineSection(timeline: readonly Transition[], wall: number): readonly DetailsRow[] {
  const newest = timeline.slice(-shownTransitions).toReversed();
  return section(
    'Time line',
    keyed(newest, ({ at, from, to, why }) => [
      { text: formatMoment(at, wall), tone: 'dim' },
      { text: `  ${stateName(from)} → ${stateName(to)}`.padEnd(28) },
      { text: `  ${plainText(why)}`, tone: 'dim' },
    ]),
  );
}

/** Its last exits, the newest first; those that nobody wanted are red. */
export function endsSection(ends: readonly PastExit[], wall: number): readonly DetailsRow[] {
  return section(
    'Exits',
    keyed(ends.toReversed(), ({ at, words, ranMs, expected }) => [
      { text: `${formatMoment(at, wall)}  `, tone: 'dim' },
      { text: plainText(words), tone: expected ? 'plain' : 'trouble' },
      { text: `   after ${formatDuration(ranMs)}${expected ? ', as wanted' : ''}`, tone: 'dim' },
    ]),
  );
}

function stateName(state: string): string {
  return state.replace('_', ' ');
}

/** Rows for moments, each named by its time, and by its place among those of the same time. */
function keyed<T extends { readonly at: number }>(
  newest: readonly T[],
  line: (record: T) => readonly Span[],
): readonly DetailsRow[] {
  const seen = new Map<number, number>();
  // Counted from the oldest on, so that a newer one changes no name.
  return newest
    .toReversed()
    .map((record) => {
      const count = (seen.get(record.at) ?? 0) + 1;
      seen.set(record.at, count);
      return { key: `${record.at} ${count}`, line: line(record) };
    })
    .toReversed();
}
