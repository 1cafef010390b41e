import { describe, expect, it } from 'vitest';
import { reasonAt } from '../../../src/supervisor/snapshot/process.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';

const now = 20_000_000;

describe('reasonAt', () => {
  it('has the running number of now', () => {
    const timedReason = { before: 'restart 2 in ', time: 'due', after: ' after exit code 1' } as const;
    const waits = sampleProcess('api', {
      state: 'backoff',
      dueAt: now + 3000,
      reason: 'restart 2 after exit code 1',
      timedReason,
    });
    expect(reasonAt(waits, now)).toBe('restart 2 in 3s after exit code 1');
    expect(reasonAt(waits, now + 1000)).toBe('restart 2 in 2s after exit code 1');
    expect(reasonAt(runningProcess('api', now, 14_000), now)).toBe('running for 14s');
  });

  it('leaves what came from outside as it is', () => {
    const reason = 'failed: the template has no {due}, {next} and {up}';
    expect(reasonAt(sampleProcess('api', { state: 'failed', reason }), now)).toBe(reason);
  });
});
