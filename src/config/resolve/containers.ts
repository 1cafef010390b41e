import { resolve } from 'node:path';
import type { ContainerConfig, ContainersConfig } from '../schema/container-config.js';
import { containerSchema, type ParsedContainer, type ParsedContainers } from '../schema/containers.js';
import { httpProbe } from './checks-of.js';
import { restartPolicyOf } from './restart-policy.js';

const defaultMaxBackoffMs = 60_000;
const defaultListMs = 10_000;
const defaultHealthMs = 15_000;

/**
 * Completes `containers:`.
 * @param directory what relative paths are relative to; absolute
 */
export function resolveContainers(parsed: ParsedContainers, directory: string): ContainersConfig {
  const usual = usualContainer(parsed.healthInterval);
  const named: readonly (readonly [string, ParsedContainer | null])[] = Array.isArray(parsed.names)
    ? [...new Set(parsed.names)].map((name) => [name, null] as const)
    : Object.entries(parsed.names);
  const { socket } = parsed;
  return {
    agentsJson: parsed.agentsJson === null ? null : resolve(directory, parsed.agentsJson),
    containers: named.map(([name, own]) => ({
      name,
      ...(own === null ? usual : containerOf(own, parsed.healthInterval, directory)),
    })),
    usual,
    services: [...new Set(parsed.services)],
    stack: parsed.stack,
    socket: socket === null || socket.includes('://') ? socket : resolve(directory, socket),
    listIntervalMs: parsed.listInterval,
  };
}

/** What is supervised where nothing but a list of containers is given. */
export function containersOf(agentsJson: string): ContainersConfig {
  return {
    agentsJson,
    containers: [],
    usual: usualContainer(defaultHealthMs),
    services: [],
    stack: null,
    socket: null,
    listIntervalMs: defaultListMs,
  };
}

function usualContainer(healthIntervalMs: number): Omit<ContainerConfig, 'name'> {
  return containerOf(containerSchema.parse({}), healthIntervalMs, '');
}

function containerOf(parsed: ParsedContainer, healthIntervalMs: number, directory: string): Omit<ContainerConfig, 'name'> {
  const { healthCheck } = parsed;
  return {
    check: checkOf(healthCheck, directory),
    times: {
      id: 'health',
      readiness: true,
      liveness: true,
      awaits: null,
      intervalMs: healthCheck?.interval ?? healthIntervalMs,
      timeoutMs: healthCheck?.timeout ?? 5000,
      threshold: healthCheck?.threshold ?? 3,
      successThreshold: healthCheck?.successThreshold ?? 1,
      startPeriodMs: healthCheck?.startPeriod ?? 30_000,
      startIntervalMs: healthCheck?.startInterval ?? 1000,
    },
    policy: restartPolicyOf(parsed, defaultMaxBackoffMs),
  };
}

function checkOf(check: ParsedContainer['healthCheck'], directory: string): ContainerConfig['check'] {
  if (check === null) return null;
  if (check?.http !== undefined) return httpProbe(check.http, directory);
  return check?.tcp === undefined ? 'found' : { kind: 'tcp', ...check.tcp };
}
