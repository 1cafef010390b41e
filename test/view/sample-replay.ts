import type { Replay, ReplayMark } from '../../src/view/state/replay.js';

/** In local time, so that it reads the same everywhere. */
const wall = new Date(2026, 10, 29, 17, 12, 20).getTime();

/** A hundred seconds in which `api` is unhealthy for a while, crashes, and is started again; at their end. */
export function sampleReplay(changes: Partial<Replay> = {}): Replay {
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
