import { describe, expect, it } from 'vitest';
import { timeLine } from '../../../src/view/chrome/time-line.js';
import type { Replay, ReplayMark } from '../../../src/view/state/replay.js';
import { type Line, lineWidth } from '../../../src/view/text/span.js';
import { formatClock } from '../../../src/view/text/times.js';

const wall = 1_763_922_000_000;
const textOf = (line: Line): string => line.map(({ text }) => text).join('');

function replay(changes: Partial<Replay> = {}): Replay {
  const mark = (kind: ReplayMark['kind'], from: number, to = from): ReplayMark => ({ kind, name: 'api', from, to });
  return {
    first: 0,
    last: 100_000,
    at: 100_000,
    isPlaying: false,
    speed: 1,
    marks: [
      mark('restart', 0),
      mark('unhealthy', 20_000, 40_000),
      mark('exit', 50_000),
      mark('crash', 50_000),
      mark('restart', 60_000),
    ],
    wallAt: (at) => wall + at,
    goTo: () => {},
    goToEvent: () => false,
    goToCrash: () => undefined,
    play: () => {},
    changeSpeed: () => {},
    ...changes,
  };
}

describe('The time line of a replay', () => {
  it('marks starts, unhealthy spells, and of an exit that was a crash the crash; the instant is a block', () => {
    const line = timeLine(replay({ at: 70_000 }), 52);
    expect(textOf(line)).toBe(` paused  ${formatClock(wall + 70_000)} ●────░░░░░░░──✖─●──█──────── -30s `);
    expect(line.find(({ text }) => text.includes('✖'))?.tone).toBe('trouble');
  });

  it('says that it plays, how fast, and that it is at the end', () => {
    expect(textOf(timeLine(replay({ isPlaying: true, speed: 60, at: 0 }), 60))).toMatch(/^ ▶ 60x/);
    expect(textOf(timeLine(replay(), 60))).toMatch(/█ end $/);
  });

  it.each([40, 41, 60, 80, 200])('is exactly %i cells wide', (width) => {
    for (const at of [0, 1, 50_000, 99_999, 100_000]) expect(lineWidth(timeLine(replay({ at }), width))).toBe(width);
    expect(lineWidth(timeLine(replay({ first: 5, last: 5, at: 5 }), width))).toBe(width);
  });
});
