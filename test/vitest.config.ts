import { defineConfig } from 'vitest/config';
import { LongestFirst } from './fixtures/longest-first.js';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Where much runs beside each other, a second may not be enough for what is about to come.
    expect: { poll: { timeout: 10_000 } },
    // Most tests wait for real processes, pseudo-terminals and frames: twice as many as two cores keep these busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
});
