import { describe, it } from 'vitest';
import { encounters } from './encounters.js';
import { playRound, shortages } from './shortages.js';

describe('the promises hold with', () => {
  for (const round of shortages) it.skipIf(round.whyNot !== undefined)(round.what, () => playRound(round));
  // None of these is short of anything, so that they do not disturb each other.
  for (const round of encounters) it.concurrent(round.what, () => playRound(round));
});
