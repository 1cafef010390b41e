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
  const maxMs = backoff.max ?? Math.max(defaultMaxBackoffMs, parsed.restartDelay);
  const maxCooldownMs = circuit.maxCooldown ?? Math.max(defaultMaxCooldownMs, circuit.cooldown);
  return {
    restart: parsed.autoRestart === true ? 'always' : parsed.autoRestart === false ? 'never' : 'on-failure',
    backoff: {
      initialMs: Math.min(parsed.restartDelay, maxMs),
      multiplier: backoff.multiplier,
      maxMs,
      jitter: backoff.jitter,
    },
    circuit: {
      threshold: circuit.threshold,
      windowMs: circuit.window,
      cooldownMs: Math.min(circuit.cooldown, maxCooldownMs),
      maxCooldownMs,
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
