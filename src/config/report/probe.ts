import type { ProbePolicy } from '../../policy/health/probing.js';
import { writtenDuration } from '../../policy/words/duration.js';
import type { ProbeConfig } from '../schema/process-config.js';

/** Shows the values of secret names as `***`. */
export type Masked = (values: Readonly<Record<string, string | null>>) => Record<string, string | null>;

/** A check as it would be written in watchdog.yaml. */
export function writtenCheck(probe: ProbeConfig, policy: ProbePolicy, masked: Masked): object {
  return {
    ...question(probe, masked),
    interval: writtenDuration(policy.intervalMs),
    timeout: writtenDuration(policy.timeoutMs),
    threshold: policy.threshold,
    successThreshold: policy.successThreshold,
    startPeriod: writtenDuration(policy.startPeriodMs),
    startInterval: writtenDuration(policy.startIntervalMs),
  };
}

function question(probe: ProbeConfig, masked: Masked): object {
  switch (probe.kind) {
    case 'http': {
      const { kind, headers, status, ...request } = probe;
      const ranges = status.map(([from, to]) => (from === to ? from : `${from}-${to}`));
      return { http: { ...request, headers: masked(headers), status: ranges } };
    }
    case 'tcp':
      return { tcp: `${probe.host.includes(':') ? `[${probe.host}]` : probe.host}:${probe.port}` };
    case 'exec':
      return { exec: probe.command };
    case 'log':
      return { log: probe.pattern };
    case 'fd':
      return { fd: probe.fd };
    case 'function':
      return {}; // Never in a file.
  }
}
