import type { ProcessPolicy } from '../../policy/process/policy.js';
import type { ParsedContainer } from '../schema/containers.js';
import type { ParsedProcess } from '../schema/process.js';

type RestartPolicy = Pick<ProcessPolicy, 'restart' | 'backoff' | 'circuit' | 'maxRestarts' | 'minUptimeMs' | 'successExitCodes'>;

const defaultMaxCooldownMs = 300_000;

/**
 * What decides when something that ended is started again: no delay is above the longest one.
 * @param defaultMaxBackoffMs the longest delay where none is given
 */
export function restartPolicyOf(parsed: ParsedProcess | ParsedContainer, defaultMaxBackoffMs: number): RestartPolicy {
  const { backoff, circuit, restartDelay } = parsed;
  const maxMs = backoff.max ?? Math.max(defaultMaxBackoffMs, restartDelay);
  const maxCooldownMs = circuit.maxCooldown ?? Math.max(defaultMaxCooldownMs, circuit.cooldown);
  return {
    restart: parsed.autoRestart === true ? 'always' : parsed.autoRestart === false ? 'never' : 'on-failure',
    backoff: {
      initialMs: Math.min(restartDelay, maxMs),
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
  };
}
