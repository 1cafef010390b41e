import type { Action, Sight } from './action.js';

/** Tries a key in the log, after some others in it. */
export function inLog(seen: Action['seen'], ...before: readonly (readonly [key: string, sight: Sight])[]): Action {
  return {
    before: async (hands) => {
      await hands.intoLog();
      for (const [key, sight] of before) await hands.press(key, sight);
    },
    seen,
    after: (hands) => hands.outOfLog(),
  };
}
