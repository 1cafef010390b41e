import { writtenDuration } from '../../policy/words/duration.js';
import type { ContainerConfig, ContainersConfig } from '../schema/container-config.js';
import type { Masked } from './probe.js';
import { writtenCheck } from './probe.js';

/** `containers:` as it would be written in watchdog.yaml with nothing left unsaid. */
export function writtenContainers(config: ContainersConfig, masked: Masked): object {
  const { agentsJson, services, stack, socket, listIntervalMs, usual, containers } = config;
  return {
    agentsJson,
    names: Object.fromEntries(containers.map((container) => [container.name, writtenContainer(container, masked)])),
    services,
    stack,
    socket,
    listInterval: writtenDuration(listIntervalMs),
    healthInterval: writtenDuration(usual.times.intervalMs),
  };
}

/** One container as it would be written in watchdog.yaml. */
export function writtenContainer({ check, times, policy }: ContainerConfig, masked: Masked): Record<string, unknown> {
  const { backoff, circuit } = policy;
  return {
    // What is found only when it runs is left for then.
    ...(check === 'found' ? {} : { healthCheck: check === null ? null : writtenCheck(check, times, masked) }),
    autoRestart: policy.restart === 'on-failure' ? 'on-failure' : policy.restart === 'always',
    restartDelay: writtenDuration(backoff.initialMs),
    maxRestarts: policy.maxRestarts,
    backoff: { multiplier: backoff.multiplier, max: writtenDuration(backoff.maxMs), jitter: backoff.jitter },
    circuit: {
      threshold: circuit.threshold,
      window: writtenDuration(circuit.windowMs),
      cooldown: writtenDuration(circuit.cooldownMs),
      maxCooldown: writtenDuration(circuit.maxCooldownMs),
      autoRetry: circuit.autoRetry,
    },
    minUptime: writtenDuration(policy.minUptimeMs),
    successExitCodes: policy.successExitCodes,
  };
}
