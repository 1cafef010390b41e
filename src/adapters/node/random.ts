import type { Random } from '../../ports/clock.js';

/** Chance from Node itself. */
export const nodeRandom: Random = () => Math.random();
