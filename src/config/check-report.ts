import { stringify } from 'yaml';
import type { ProbePolicy } from '../policy/health.js';
import type { Configuration, ProbeConfig, ProcessConfig } from './process-config.js';

/**
 * The resolved configuration as a watchdog.yaml with nothing left unsaid, values that look secret masked.
 * Without secrets it would load as the same configuration.
 */
export function renderConfiguration({ name, processes }: Configuration): string {
  // A map, since an object would put names that are numbers first.
  return stringify({ name, processes: new Map(processes.map((process) => [process.name, written(process)])) }, { lineWidth: 0 });
}

function written(process: ProcessConfig): object {
  const { policy, stop } = process;
  return {
    command: process.command,
    args: process.args,
    cwd: process.cwd,
    env: masked(process.env),
    shell: process.shell,
    stdin: process.stdin,
    color: process.color,
    autoStart: process.autoStart,
    dependsOn: Object.fromEntries(process.dependsOn.map((dependency) => [dependency.name, dependency.condition])),
    healthCheck: process.probe === null ? null : writtenCheck(process.probe, policy.probes[0]!),
    autoRestart: policy.restart === 'on-failure' ? 'on-failure' : policy.restart === 'always',
    restartDelay: duration(policy.backoff.initialMs),
    maxRestarts: policy.maxRestarts,
    backoff: { multiplier: policy.backoff.multiplier, max: duration(policy.backoff.maxMs), jitter: policy.backoff.jitter },
    circuit: {
      threshold: policy.circuit.threshold,
      window: duration(policy.circuit.windowMs),
      cooldown: duration(policy.circuit.cooldownMs),
      maxCooldown: duration(policy.circuit.maxCooldownMs),
      autoRetry: policy.circuit.autoRetry,
    },
    minUptime: duration(policy.minUptimeMs),
    successExitCodes: policy.successExitCodes,
    fatalExitCodes: policy.fatalExitCodes,
    stop: { signal: policy.stop.signal, grace: duration(policy.stop.graceMs), command: stop.command, scope: stop.scope },
  };
}

function writtenCheck(probe: ProbeConfig, policy: ProbePolicy): object {
  return {
    ...(probe.kind === 'exec'
      ? { exec: probe.command }
      : {
          http: {
            url: probe.url,
            method: probe.method,
            headers: masked(probe.headers),
            status: probe.status.map(([from, to]) => (from === to ? from : `${from}-${to}`)),
          },
        }),
    interval: duration(policy.intervalMs),
    timeout: duration(policy.timeoutMs),
    threshold: policy.threshold,
    successThreshold: policy.successThreshold,
    startPeriod: duration(policy.startPeriodMs),
    startInterval: duration(policy.startIntervalMs),
  };
}

function masked(values: Readonly<Record<string, string | null>>): Record<string, string | null> {
  const isSecret = (name: string): boolean => /TOKEN|SECRET|PASSWORD|KEY|^AUTHORIZATION$|^COOKIE$/i.test(name);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value !== null && isSecret(name) ? '***' : value]),
  );
}

/** Milliseconds as they would be written, in the largest unit that says them without a fraction. */
function duration(ms: number): string | number {
  if (ms !== 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms !== 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
