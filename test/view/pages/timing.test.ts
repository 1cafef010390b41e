import { describe, expect, it } from 'vitest';
import { timingReport } from '../../../src/policy/timing/report.js';
import { timingLine, timingLines, timingPage } from '../../../src/view/pages/timing.js';
import { type Line, lineWidth } from '../../../src/view/text/span.js';
import { formatClock } from '../../../src/view/text/times.js';
import { awaited, start } from '../../policy/timing/start.js';

const at = 1_763_922_000_000;
const textOf = (line: Line): string => line.map(({ text }) => text).join('');

const processes = [
  start('db', 0, 1200),
  start('migrate', 1200, 1200, { waitedFor: [awaited('db', 1200)], completedMs: 2000 }),
  start('api', 2000, 4000, { waitedFor: [{ name: 'migrate', condition: 'completed', metMs: 2000 }] }),
  start('cache', 0, 400),
];
const usual = [1, 2, 3].map(() => ({ at, processes: [start('db', 0, 1100), start('api', 0, 500)] }));

describe('The start as text', () => {
  it('has a bar for each process, dots while it waited, and the critical chain', () => {
    expect(timingLines(timingReport({ at, processes }, usual), 70).map(textOf)).toEqual([
      `Start-up timing  started ${formatClock(at)}, all ready in 4s, usually 1.1s: slower than usual`,
      '',
      'NAME     WAITED  FOR      READY AFTER  USUALLY  0                   4s',
      'db                               1.2s     1.1s  ███████',
      'migrate    1.2s  db               0ms           ·······████',
      'api          2s  migrate           2s    500ms  ···········███████████',
      'cache                           400ms           ░░',
      '',
      'Critical chain: db 1.2s, migrate 800ms, api 2s',
    ]);
  });

  it('marks what is not ready, and what failed', () => {
    const report = timingReport(
      {
        at,
        processes: [
          start('db', 0, null, { outcome: 'failed' }),
          start('api', null, null, { outcome: 'pending', waitedFor: [awaited('cache', null)] }),
          start('web', null, null, { outcome: 'failed', waitedFor: [awaited('db', null)] }),
          start('cache', 5, null, { outcome: 'pending' }),
        ],
      },
      [],
    );
    const [head, , , ...rows] = timingLines(report, 70).map(textOf);
    expect(head).toContain('0 of 4 ready so far');
    expect(rows).toEqual([
      'db                         failed           ✖',
      'api            cache      waiting',
      'web            db         blocked           ✖',
      'cache                     not yet           ·························◌',
    ]);
  });

  it('is one line at the end of up --detach', () => {
    expect(timingLine(timingReport({ at, processes }, usual))).toBe(
      'all ready in 4s, usually 1.1s: slower than usual; critical chain: db 1.2s, migrate 800ms, api 2s; api took 2s, usually 500ms',
    );
    expect(timingLine(timingReport({ at, processes: [start('db', 0, 90)] }, []))).toBe('all ready in 90ms');
  });
});

describe('The start as a page', () => {
  it.each([40, 60, 80, 200])('is exactly %i cells wide', (width) => {
    const page = timingPage(timingReport({ at, processes }, usual), width);
    for (const line of [...page.head, ...page.lines]) expect(lineWidth(line)).toBe(width);
  });

  it('says that nothing has been started yet', () => {
    expect(timingPage(null, 80).lines.map(textOf)[0]!.trim()).toBe('nothing has been started yet');
  });
});
