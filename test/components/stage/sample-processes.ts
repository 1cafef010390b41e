import fc from 'fast-check';
import type { CircuitSnapshot, ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';

/** A circuit that has seen no failure, but for `fields`. */
export function sampleCircuit(fields: Partial<CircuitSnapshot> = {}): CircuitSnapshot {
  return {
    state: 'closed',
    failureTimes: [],
    windowMs: 60_000,
    threshold: 5,
    openedAt: null,
    until: null,
    cooldownMs: 60_000,
    ...fields,
  };
}

/** A process that was never started, but for `fields`. */
export function sampleProcess(name: string, fields: Partial<ProcessSnapshot> = {}): ProcessSnapshot {
  return {
    name,
    kind: 'process',
    state: 'stopped',
    desired: 'down',
    health: 'none',
    pid: null,
    since: null,
    dueAt: null,
    startCount: 0,
    restartCount: 0,
    lastStartTime: 0,
    healthFailures: 0,
    lastError: null,
    lastFailure: null,
    failuresInRow: 0,
    failuresAllowed: 5,
    blocked: null,
    exit: null,
    death: null,
    errors: 0,
    logRate: null,
    reason: 'not started yet',
    brief: 'not started yet',
    circuit: sampleCircuit(),
    dependsOn: [],
    group: null,
    trouble: false,
    cpu: null,
    memory: null,
    ports: [],
    ...fields,
  };
}

/** A process that has run for `upMs` milliseconds at monotonic time `now`, but for `fields`. */
export function runningProcess(name: string, now: number, upMs: number, fields: Partial<ProcessSnapshot> = {}): ProcessSnapshot {
  const up = { state: 'running', desired: 'up', pid: 4242, since: now - upMs, startCount: 1 } as const;
  const timedReason = { before: 'running for ', time: 'up', after: '' } as const;
  const why = fields.reason === undefined ? { reason: 'running', timedReason, brief: '' } : { brief: '' };
  return sampleProcess(name, { ...up, ...why, ...fields });
}

/** One process in each state, as of monotonic time `now`. */
export function everyState(now: number): readonly ProcessSnapshot[] {
  const failures = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => now - 21_000 + index * 4000);
  return [
    runningProcess('api', now, 91_300, {
      health: 'healthy',
      restartCount: 1,
      circuit: sampleCircuit({ failureTimes: failures(1) }),
      cpu: 1.5,
      memory: 52_428_800,
      ports: [3000],
      logRate: { until: now - 1000, lines: [0, 2, 2, 0, 40, 400] },
    }),
    runningProcess('db', now, 242_700, { health: 'healthy', pid: 4188, cpu: 0.4, memory: 101_000_000 }),
    runningProcess('web', now, 11_105_000, {
      health: 'unhealthy',
      trouble: true,
      errors: 12,
      brief: 'unhealthy: GET / answered 503',
    }),
    runningProcess('queue', now, 3200, {
      health: 'pending',
      circuit: sampleCircuit({ state: 'half_open', failureTimes: failures(5) }),
      restartCount: 6,
      brief: 'trial start, not healthy yet',
    }),
    sampleProcess('flaky', {
      state: 'backoff',
      desired: 'up',
      dueAt: now + 3400,
      restartCount: 3,
      failuresInRow: 4,
      startCount: 4,
      circuit: sampleCircuit({ failureTimes: failures(3) }),
      reason: 'restart 4 after exit code 1',
      timedReason: { before: 'restart 4 in ', time: 'due', after: ' after exit code 1' },
      brief: 'restart 4 after exit code 1',
    }),
    sampleProcess('payments', {
      state: 'circuit_open',
      desired: 'up',
      dueAt: now + 42_000,
      restartCount: 5,
      startCount: 5,
      trouble: true,
      errors: 60,
      circuit: sampleCircuit({ state: 'open', failureTimes: failures(5), openedAt: now - 18_000, until: now + 42_000 }),
      reason: 'circuit open after 5 failures in 21s',
      timedReason: { before: 'circuit open after 5 failures in 21s, trial in ', time: 'due', after: '' },
      brief: '5 failures in 21s',
    }),
    sampleProcess('migrate', {
      state: 'completed',
      startCount: 1,
      exit: { code: 0, signal: null, at: 0, by: 'itself', action: null, why: '', ranMs: 1200 },
      brief: 'exit code 0 after 2.1s',
    }),
    sampleProcess('mailer', { state: 'waiting', desired: 'up', brief: 'for db to be healthy' }),
    sampleProcess('search', { state: 'starting', desired: 'up', brief: 'starting' }),
    sampleProcess('cache', {
      state: 'stopping',
      pid: 4711,
      startCount: 1,
      dueAt: now + 7600,
      brief: 'SIGTERM sent',
    }),
    sampleProcess('assets', {
      state: 'failed',
      desired: 'up',
      trouble: true,
      startCount: 1,
      brief: 'command not found (exit code 127)',
    }),
    sampleProcess('docs'),
  ];
}

/** Names of all kinds: short, wide, long, with numbers. */
export const anyNames = ['a', 'api', '日本語の名前', '👩‍👩‍👧 family', 'é', 'x'.repeat(60), 'worker-2', 'worker-10', 'q'];

/** What differs of any process from that of `everyState` that it is like. */
export const anyProcess = fc.record({
  name: fc.constantFrom(...anyNames),
  group: fc.constantFrom(null, null, 'back', '後ろ', 'y'.repeat(90)),
  like: fc.nat(11),
  cpu: fc.option(fc.double({ min: 0, max: 6400, noNaN: true }), { nil: null }),
  memory: fc.option(fc.nat(2 ** 31 - 1), { nil: null }),
  ports: fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 4 }),
  errors: fc.nat(2_000_000),
  restartCount: fc.nat(200),
});
