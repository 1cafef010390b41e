import { formatDuration, formatSeconds } from '../../policy/words/duration.js';
import type { PastExit } from '../../supervisor/history/exits.js';
import type { Transition } from '../../supervisor/history/timeline.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { type Line, plainText } from '../text/span.js';
import { formatMoment } from '../text/times.js';
import { type DetailsRow, section } from './details-rows.js';

/** Milliseconds within which a change of state belongs to the exit before it; an engine takes more than a second to say why. */
const soonMs = 3000;

/** From these a process fails by how it ended. */
const ending: readonly string[] = ['running', 'stopping', 'backoff'] satisfies readonly ProcessSnapshot['state'][];

/**
 * The lives of a process, a line each, the newest first: when each ended, how long it ran, how it ended and what followed. The one
 * that goes on is on top, and so does a start that failed before there was a process.
 */
export function historySection(
  { state, since }: Pick<ProcessSnapshot, 'state' | 'since'>,
  { timeline, ends }: { readonly timeline: readonly Transition[]; readonly ends: readonly PastExit[] },
  now: number,
  wall: number,
): readonly DetailsRow[] {
  const isUp = since !== null && (state === 'running' || state === 'stopping');
  const current: readonly DetailsRow[] = isUp
    ? [
        {
          key: 'current',
          line: [
            { text: formatMoment(wall - (now - since), wall), tone: 'dim' },
            { text: `  running for ${formatSeconds(now - since)}`, tone: 'good' },
          ],
        },
      ]
    : [];
  return section('History', [...current, ...failedStart(timeline, ends, wall), ...lives(timeline, ends, wall)]);
}

/** A last start that came to nothing. */
function failedStart(timeline: readonly Transition[], ends: readonly PastExit[], wall: number): readonly DetailsRow[] {
  const last = timeline.at(-1);
  const isNews = last?.to === 'failed' && !ending.includes(last.from) && last.at > (ends.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  if (!isNews) return [];
  return [
    {
      key: 'failed start',
      line: [
        { text: formatMoment(last.at, wall), tone: 'dim' },
        { text: `  failed to start   ${plainText(last.why)}`, tone: 'trouble' },
      ],
    },
  ];
}

function lives(timeline: readonly Transition[], ends: readonly PastExit[], wall: number): readonly DetailsRow[] {
  const seen = new Map<number, number>();
  let row = 0;
  const rows = ends.map((end): DetailsRow => {
    const { at, words, ranMs, expected } = end;
    // Named by its time, and by its place among those of the same time.
    const count = (seen.get(at) ?? 0) + 1;
    seen.set(at, count);
    row = expected ? 0 : row + 1;
    const line: Line = [
      { text: formatMoment(at, wall), tone: 'dim' },
      { text: `  ran ${formatDuration(ranMs).padEnd(6)}` },
      { text: `   ${plainText(words)}`, tone: expected ? 'plain' : 'trouble' },
      { text: followedBy(end, row, timeline), tone: 'dim' },
    ];
    return { key: `${at} ${count}`, line };
  });
  return rows.toReversed();
}

/** What came after an end: "   retry 3 in 2s". @param failures in a row, this one included */
function followedBy({ at }: PastExit, failures: number, timeline: readonly Transition[]): string {
  const index = timeline.findIndex((each) => each.at >= at - 1 && each.at <= at + soonMs && each.to !== 'stopping');
  const next = timeline[index];
  switch (next?.to) {
    case 'backoff': {
      const start = timeline.slice(index + 1).find(({ to }) => to === 'starting');
      return `   retry ${failures}${start === undefined ? '' : ` in ${formatDuration(start.at - next.at)}`}`;
    }
    case 'starting':
      return '   restarted';
    case 'circuit_open':
      return '   circuit opened';
    case 'failed':
      return '   gave up';
    case 'waiting':
      return '   waiting for its dependencies';
    default:
      return '';
  }
}
