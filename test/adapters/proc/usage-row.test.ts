import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parsePsUsage } from '../../../src/adapters/proc/ps-usage.js';
import { parseStat } from '../../../src/adapters/proc/stat.js';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { memoryPage, readUsageRow, usageOf } from '../../../src/adapters/proc/usage-row.js';

/** In the form of `LC_ALL=C TZ=UTC ps -axo pid=,ppid=,pgid=,state=,rss=,time=,lstart=,comm=` on macOS. */
const recorded = `    1     0     1 Ss    17344  12:03.45 Mon Nov  2 07:12:01 2026 /sbin/launchd
 4240   801  4240 S+    98304   0:01.07 Tue Nov 24 09:05:59 2026 node
 4243  4242  4242 R      1024 1-02:03:04 Tue Nov 24 09:06:00 2026 /Applications/a b/c 1:2 d
 4244  4242  4242 Z         0   0:00.00 Tue Nov 24 09:06:00 2026 (sleep)
ps: something else
`;

describe('A row of /proc/PID/stat', () => {
  const numbers = '1 4200 4200 0 -1 4194560 900 100 0 0 250 30 700 20 20 0 11 0 5000 1000000 300 18446744073709551615';

  it('has the time of the process and of its ended children in ticks, and its memory in pages', () => {
    const row = usageOf(parseStat(`4242 (a) R 7) S ${numbers}`), 16_384);
    expect(row).toMatchObject({ pid: 4242, parent: 1, group: 4200, comm: 'a) R 7', startTime: 5000 });
    expect(row).toMatchObject({ cpuMs: 2800, endedChildrenMs: 7200, memory: 300 * 16_384 });
  });

  it('is none for a zombie', () => {
    expect(usageOf(parseStat(`4242 (a) Z ${numbers}`), 4096)).toBeUndefined();
  });

  it.runIf(hasProc)('can be read for ourselves, and not for who is not there', () => {
    const row = readUsageRow(process.pid);
    expect(row?.pid).toBe(process.pid);
    expect(Math.abs((row?.ageMs ?? 0) - performance.now())).toBeLessThan(1000);
    expect(row?.memory).toBeGreaterThan(10e6);
    expect(readUsageRow(2 ** 30)).toBeUndefined();
  });

  it.runIf(hasProc)('counts pages of the size that the system says', () => {
    expect(memoryPage()).toBe(Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' })));
  });
});

describe('The usage that ps prints on macOS', () => {
  const wall = Date.UTC(2026, 10, 24, 9, 6, 9);

  it('has processor time with fractions and with days, and memory in units of 1024 bytes', () => {
    const rows = parsePsUsage(recorded, wall);
    expect(rows.map(({ pid, cpuMs, memory }) => [pid, cpuMs, memory])).toEqual([
      [1, 723_450, 17_344 * 1024],
      [4240, 1070, 98_304 * 1024],
      [4243, 93_784_000, 1_048_576],
    ]);
  });

  it('has the ages, and says of no children what they used', () => {
    const [, node, other] = parsePsUsage(recorded, wall);
    expect(node).toMatchObject({ parent: 801, group: 4240, ageMs: 10_000, endedChildrenMs: 0, comm: 'node' });
    expect(other).toMatchObject({ ageMs: 9000, comm: 'c 1:2 d' });
  });
});
