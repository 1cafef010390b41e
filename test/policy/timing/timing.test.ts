import { describe, expect, it } from 'vitest';
import { criticalChain } from '../../../src/policy/timing/chain.js';
import type { ProjectStart } from '../../../src/policy/timing/record.js';
import { timingReport, usualOf } from '../../../src/policy/timing/report.js';
import { awaited, start } from './start.js';

const shop: ProjectStart = {
  at: 0,
  processes: [
    start('db', 5, 1200),
    start('cache', 5, 300),
    start('migrate', 1210, 1210, { waitedFor: [awaited('db', 1200)], completedMs: 2000 }),
    start('api', 2010, 3400, {
      waitedFor: [awaited('cache', 300), { name: 'migrate', condition: 'completed', metMs: 2000 }],
    }),
    start('web', 2500, 2600, { waitedFor: [awaited('db', 1200)] }),
  ],
};

describe('The critical chain of a start', () => {
  it('goes back from what was ready last over what each waited for last', () => {
    expect(criticalChain(shop)).toEqual([
      { name: 'db', fromMs: 0, spawnedMs: 5, untilMs: 1200 },
      { name: 'migrate', fromMs: 1200, spawnedMs: 1210, untilMs: 2000 },
      { name: 'api', fromMs: 2000, spawnedMs: 2010, untilMs: 3400 },
    ]);
  });

  it('is empty where nothing is ready', () => {
    expect(criticalChain({ at: 0, processes: [start('db', 5, null)] })).toEqual([]);
  });

  it('ends where a file of earlier starts leads in a circle', () => {
    const circle = [start('a', 5, 9, { waitedFor: [awaited('b', 3)] }), start('b', 5, 8, { waitedFor: [awaited('a', 2)] })];
    expect(criticalChain({ at: 0, processes: circle }).map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('What is usual', () => {
  it('needs three earlier starts', () => {
    expect(usualOf(9000, [100, 100])).toBeNull();
    expect(usualOf(9000, [100, 100, 100])).toEqual({ usualMs: 100, slower: true });
  });

  it('is the median, which one bad start does not move', () => {
    expect(usualOf(1000, [900, 1000, 1100, 60_000])).toEqual({ usualMs: 1050, slower: false });
  });

  it('is left by more than half a second, however steady it was', () => {
    expect(usualOf(1500, [1000, 1000, 1000])).toMatchObject({ slower: false });
    expect(usualOf(1501, [1000, 1000, 1000])).toMatchObject({ slower: true });
  });

  it('is left by more than three times the spread, where that is wide', () => {
    // The distances from the median are 0, 400, 400, 800, 800: usually 400.
    const earlier = [2000, 1600, 2400, 1200, 2800];
    expect(usualOf(3200, earlier)).toMatchObject({ slower: false });
    expect(usualOf(3201, earlier)).toMatchObject({ slower: true });
  });
});

describe('The report of a start', () => {
  it('sets each process and the whole beside the earlier starts', () => {
    const earlier = [1, 2, 3].map((): ProjectStart => ({ at: 0, processes: [start('db', 0, 200), start('web', 0, 100)] }));
    const report = timingReport(shop, earlier);
    expect(report).toMatchObject({ tookMs: 3400, usualMs: 200, slower: true, settled: true, earlierStarts: 3 });
    expect(report.processes.map(({ name, readyAfterMs, usualMs, slower }) => [name, readyAfterMs, usualMs, slower])).toEqual([
      ['db', 1195, 200, true],
      ['cache', 295, null, false],
      ['migrate', 0, null, false],
      ['api', 1390, null, false],
      ['web', 100, 100, false],
    ]);
  });

  it('says no duration where a process did not come up, and leaves out what was not wanted any more', () => {
    expect(timingReport({ at: 0, processes: [start('db', 5, null)] }, []).tookMs).toBeNull();
    const stopped = start('web', null, null, { outcome: 'stopped' });
    expect(timingReport({ at: 0, processes: [start('db', 5, 90), stopped] }, []).tookMs).toBe(90);
  });
});
