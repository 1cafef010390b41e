import type { ProcessStart } from '../../../src/policy/timing/record.js';
import { type TimingReport, timingReport } from '../../../src/policy/timing/report.js';

/** A start of the shop that was slower than usual, since its database was. */
export function sampleTiming(at: number): TimingReport {
  const start = (name: string, spawnedMs: number, readyMs: number | null, changes: Partial<ProcessStart> = {}): ProcessStart => ({
    name,
    waitedFor: [],
    spawnedMs,
    readyMs,
    completedMs: null,
    spawns: 1,
    outcome: readyMs === null ? 'failed' : 'ready',
    ...changes,
  });
  const waitedFor = [{ name: 'db', condition: 'healthy', metMs: 3100 }] as const;
  const earlier = [1, 2, 3].map(() => ({ at, processes: [start('db', 0, 900), start('web', 900, 1500)] }));
  const processes = [
    start('db', 0, 3100),
    start('web', 3100, 3700, { waitedFor }),
    start('mailer', 0, 40),
    start('payments', 3100, null, { waitedFor }),
  ];
  return timingReport({ at, processes }, earlier);
}
