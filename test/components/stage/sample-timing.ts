import { type TimingReport, timingReport } from '../../../src/policy/timing/report.js';
import { awaited, start } from '../../policy/timing/start.js';

/** A start of the shop that was slower than usual, since its database was. */
export function sampleTiming(at: number): TimingReport {
  const waitedFor = [awaited('db', 3100)];
  const earlier = [1, 2, 3].map(() => ({ at, processes: [start('db', 0, 900), start('web', 900, 1500)] }));
  const processes = [
    start('db', 0, 3100),
    start('web', 3100, 3700, { waitedFor }),
    start('mailer', 0, 40),
    start('payments', 3100, null, { waitedFor }),
  ];
  return timingReport({ at, processes }, earlier);
}
