import { describe, expect, it } from 'vitest';
import { timeLine } from '../../../src/view/chrome/time-line.js';
import { type Line, lineWidth } from '../../../src/view/text/span.js';
import { sampleReplay } from '../sample-replay.js';

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

describe('The time line of a replay', () => {
  it('marks starts, unhealthy spells, and of an exit that was a crash the crash; the instant is a block', () => {
    const line = timeLine(sampleReplay({ at: 70_000 }), 52);
    expect(textOf(line)).toBe(` paused  17:13:30 ●────░░░░░░░──✖─●──█──────── -30s `);
    expect(line.find(({ text }) => text.includes('✖'))?.tone).toBe('trouble');
  });

  it('says that it plays, how fast, and that it is at the end', () => {
    expect(textOf(timeLine(sampleReplay({ isPlaying: true, speed: 60, at: 0 }), 60))).toMatch(/^ ▶ 60x/);
    expect(textOf(timeLine(sampleReplay(), 60))).toMatch(/█ end $/);
  });

  it.each([40, 41, 60, 80, 200])('is exactly %i cells wide', (width) => {
    for (const at of [0, 1, 50_000, 99_999, 100_000]) expect(lineWidth(timeLine(sampleReplay({ at }), width))).toBe(width);
    expect(lineWidth(timeLine(sampleReplay({ first: 5, last: 5, at: 5 }), width))).toBe(width);
  });
});
