import { defineConfig } from 'vitest/config';
import { longRuns } from './fixtures/long-runs.js';
import { LongestFirst } from './fixtures/longest-first.js';

/** Which tests: all, or only those that take long, or all others. */
const which = process.env.WATCHDOG_TEST_LONG;

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: which === 'only' ? longRuns : ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: which === 'without' ? longRuns : [],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Where much runs beside each other, a second may not be enough for what is about to come.
    expect: { poll: { timeout: 10_000 } },
    // Most tests wait for real processes, pseudo-terminals and frames: twice as many as two cores keep these busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
});
