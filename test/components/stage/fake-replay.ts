import type { Replay } from '../../../src/view/state/replay.js';
import { sampleReplay } from '../../view/sample-replay.js';

/** A recording through which keys lead: of a hundred seconds, with a few marks. */
export function fakeReplay(changed: () => void): Replay {
  const { marks, first, last, wallAt } = sampleReplay();
  const state = { at: last, isPlaying: false, speed: 1 };
  const to = (at: number): void => {
    state.at = Math.max(first, Math.min(at, last));
    changed();
  };
  const next = (step: 1 | -1, all: typeof marks) => {
    const ahead = all.filter(({ from }) => (step > 0 ? from > state.at : from < state.at));
    const mark = step > 0 ? ahead[0] : ahead.at(-1);
    if (mark !== undefined) to(mark.from);
    return mark;
  };
  return {
    first,
    last,
    marks,
    wallAt,
    get at() {
      return state.at;
    },
    get isPlaying() {
      return state.isPlaying;
    },
    get speed() {
      return state.speed;
    },
    goTo: to,
    goToEvent: (step) => next(step, marks) !== undefined,
    goToCrash: (step) =>
      next(
        step,
        marks.filter(({ kind }) => kind === 'crash'),
      )?.name,
    play: (isPlaying) => {
      state.isPlaying = isPlaying;
      changed();
    },
    changeSpeed: (step) => {
      state.speed = step > 0 ? 2 : 1;
      changed();
    },
  };
}
