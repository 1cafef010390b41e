import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { hungAfterMs, testHungAfterMs } from './fixtures/hung.js';
import { longRuns, sampledRuns } from './fixtures/long-runs.js';
import { LongestFirst } from './fixtures/longest-first.js';
import { ownProcess } from './fixtures/own-process.js';

const every = ['test/**/*.test.ts', 'test/**/*.test.tsx'];

/** Which tests: all, or only those that take long, or all others, with samples. */
const which = process.env.WATCHDOG_TEST_LONG;
const included = which === 'only' ? [...longRuns, ...sampledRuns] : every;
const excluded = which === 'without' ? longRuns : [];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: testHungAfterMs,
    hookTimeout: testHungAfterMs,
    expect: { poll: { timeout: hungAfterMs } },
    // Most tests wait for real processes, pseudo-terminals and frames: three times as many as two cores keep these busy. With twice as
    // many a fifth of the time of both cores was left.
    maxWorkers: Math.max(6, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    // What a test leaves changed is not there for the next one, which may be that of another file.
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      // A process for each file, with all modules loaded anew, costs as much as most files themselves.
      { extends: true, test: { name: 'shared', isolate: false, include: included, exclude: [...excluded, ...ownProcess] } },
      { extends: true, test: { name: 'apart', include: ownProcess, exclude: which === 'only' ? every : [] } },
    ],
  },
});
