import type { Deed, Sight } from './deed.js';

/** Tries a key in the log, after some others in it. */
export function inLog(seen: Deed['seen'], ...before: readonly (readonly [key: string, sight: Sight])[]): Deed {
  return {
    before: async (hands) => {
      await hands.intoLog();
      for (const [key, sight] of before) await hands.press(key, sight);
    },
    seen,
    after: (hands) => hands.outOfLog(),
  };
}
