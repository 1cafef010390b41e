import type { ProcessPolicy } from '../../src/policy/process/policy.js';

/** The specification's defaults, without a health check. */
export const defaultPolicy: ProcessPolicy = {
  restart: 'always',
  backoff: { initialMs: 1000, multiplier: 2, maxMs: 30_000, jitter: 0 },
  circuit: { threshold: 5, windowMs: 60_000, cooldownMs: 60_000, maxCooldownMs: 300_000, autoRetry: true },
  maxRestarts: -1,
  minUptimeMs: 10_000,
  successExitCodes: [0],
  fatalExitCodes: [],
  shell: false,
  daemon: false,
  stop: { signal: 'SIGTERM', graceMs: 10_000, byCommand: false, byKeys: false },
  memory: null,
  probes: [],
};

/** The specification's health check: both readiness and liveness. */
export const defaultProbe = {
  id: 'health',
  readiness: true,
  liveness: true,
  awaits: null,
  intervalMs: 30_000,
  timeoutMs: 5000,
  threshold: 3,
  successThreshold: 1,
  startPeriodMs: 30_000,
  startIntervalMs: 1000,
} as const;
