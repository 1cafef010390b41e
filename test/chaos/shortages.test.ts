import { describe, it } from 'vitest';
import { playShortage, shortages } from './shortages.js';

describe('the promises hold with', { timeout: 120_000 }, () => {
  for (const shortage of shortages) {
    it.skipIf(shortage.whyNot !== undefined)(shortage.what, () => playShortage(shortage));
  }
});
