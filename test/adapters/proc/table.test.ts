import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { hasProc, readProcessTable } from '../../../src/adapters/proc/table.js';
import { sampleOf } from '../../fixtures/long-runs.js';

/** Forks, leaves its session and exits, again and again for at most 100 s; under the name "hopping". */
const hop = `import os, time
open('/proc/self/comm', 'w').write('hopping')
print('up', flush=True)
for _ in range(100000):
    if os.fork(): os._exit(0)
    os.setsid()
    time.sleep(0.001)`;

const hasPython = spawnSync('python3', ['-c', '']).status === 0;
const title = hasPython ? 'The process table' : 'The process table (left out: there is no python3 here)';

describe.runIf(hasProc && hasPython)(title, () => {
  it('has what forks, leaves its session and exits all the time, in whichever life it is met', async () => {
    const hopper = spawn('python3', ['-c', hop], { stdio: ['ignore', 'pipe', 'ignore'] });
    const hoppers = () => [...readProcessTable().rows.values()].filter(({ comm }) => comm === 'hopping');
    await once(hopper.stdout, 'data');
    try {
      const missed = Array.from({ length: sampleOf(300) }, hoppers).filter((found) => found.length === 0);
      expect(missed).toEqual([]);
    } finally {
      for (let met = hoppers(); met.length > 0; met = hoppers()) for (const { pid } of met) end(pid);
    }
  });
});

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has hopped on.
  }
}
