import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/supervisor/health/prober.js';
import type { ProcessParts } from '../../../src/supervisor/process/parts.js';
import { Probers } from '../../../src/supervisor/process/probers.js';
import { defaultPolicy, defaultProbe } from '../../policy/test-policy.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

function partsWith(...checks: readonly Check[]): ProcessParts {
  const probes = [
    { ...defaultProbe, id: 'readiness' as const, liveness: false },
    { ...defaultProbe, id: 'liveness' as const, readiness: false },
  ].slice(0, checks.length);
  const identity = { name: 'api', kind: 'process' as const, policy: { ...defaultPolicy, probes }, dependsOn: [], group: null };
  const spec = { mark: 'm', command: 'api', args: [], shell: false, cwd: '/', env: {}, stdin: 'open', scope: 'all' } as const;
  return { identity, spec, stopCommand: null, checks, logChecks: [], descriptorChecks: [], stopKeys: null };
}

describe('the history of the checks of a process', () => {
  it('has what each found, when, and how long that took', async () => {
    const clock = new FakeClock();
    const probers = new Probers(clock);
    const slow: Check = () => new Promise((resolve) => clock.setTimer(() => resolve({ ok: true, message: 'HTTP 200' }), 120));
    const parts = partsWith(slow, async () => ({ ok: false, message: 'HTTP 503' }));
    for (const probe of [0, 1]) probers.ask(parts, probe, () => {});
    await settle();
    clock.advance(120);
    await settle();
    const wall = clock.wallTime();
    expect(probers.history(parts.identity.policy.probes)).toEqual([
      {
        id: 'readiness',
        records: [{ ok: true, message: 'HTTP 200', at: wall, latencyMs: 120 }],
        latency: { upTo: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], count: 1, sumMs: 120, failed: 0 },
      },
      {
        id: 'liveness',
        records: [{ ok: false, message: 'HTTP 503', at: wall - 120, latencyMs: 0 }],
        latency: { upTo: Array(11).fill(1), count: 1, sumMs: 0, failed: 1 },
      },
    ]);
  });

  it('keeps the last 60, and those of earlier generations among them', async () => {
    const probers = new Probers(new FakeClock());
    let count = 0;
    const parts = partsWith(async () => {
      count += 1;
      return { ok: true, message: String(count) };
    });
    for (let ask = 0; ask < 100; ask += 1) {
      probers.ask(parts, 0, () => {});
      await settle();
      if (ask === 70) probers.cancel();
    }
    const { records } = probers.history(parts.identity.policy.probes)[0]!;
    expect(records.map(({ message }) => Number(message))).toEqual(Array.from({ length: 60 }, (_, index) => index + 41));
  });

  it('has a timeout, and nothing of a check that was cancelled', async () => {
    const clock = new FakeClock();
    const probers = new Probers(clock);
    const parts = partsWith(
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ok: true, message: 'late' }))),
    );
    probers.ask(parts, 0, () => {});
    clock.advance(5000);
    await settle();
    probers.ask(parts, 0, () => {});
    probers.cancel();
    await settle();
    expect(
      probers.history(parts.identity.policy.probes)[0]!.records.map(({ message, latencyMs }) => `${message} ${latencyMs}`),
    ).toEqual(['timed out after 5s 5000']);
    expect(clock.pending).toBe(0);
  });
});
