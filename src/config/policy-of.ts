import type { ProbePolicy } from '../policy/health.js';
import type { ProcessPolicy } from '../policy/process-policy.js';
import type { ParsedProcess } from './schema-process.js';

const defaultMaxBackoffMs = 30_000;
const defaultMaxCooldownMs = 300_000;

/**
 * Everything that decides the life of a process.
 * @param shell whether a shell runs it
 * @param probes how its checks are asked
 */
export function policyOf(parsed: ParsedProcess, shell: boolean, probes: readonly ProbePolicy[]): ProcessPolicy {
  const { backoff, circuit, stop } = parsed;
  return {
    restart: parsed.autoRestart === true ? 'always' : parsed.autoRestart === false ? 'never' : 'on-failure',
    backoff: {
      initialMs: parsed.restartDelay,
      multiplier: backoff.multiplier,
      maxMs: backoff.max ?? Math.max(defaultMaxBackoffMs, parsed.restartDelay),
      jitter: backoff.jitter,
    },
    circuit: {
      threshold: circuit.threshold,
      windowMs: circuit.window,
      cooldownMs: circuit.cooldown,
      maxCooldownMs: circuit.maxCooldown ?? Math.max(defaultMaxCooldownMs, circuit.cooldown),
      autoRetry: circuit.autoRetry,
    },
    maxRestarts: parsed.maxRestarts,
    minUptimeMs: parsed.minUptime,
    successExitCodes: parsed.successExitCodes,
    fatalExitCodes: parsed.fatalExitCodes,
    shell,
    stop: { signal: stop.signal, graceMs: stop.grace, byCommand: stop.command !== null },
    probes,
  };
}
