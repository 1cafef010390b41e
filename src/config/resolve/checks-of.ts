import type { ProbePolicy } from '../../policy/health/probing.js';
import { quote } from '../problems/words.js';
import { checkKeys } from '../schema/merge-defaults.js';
import type { ParsedProcess } from '../schema/process.js';
import type { HealthFunction, ProbeConfig } from '../schema/process-config.js';

/** The functions that code gave as checks, by the key that they stand under. */
export type CheckFunctions = Readonly<Partial<Record<(typeof checkKeys)[number], HealthFunction>>>;

/** One check of a process: what it asks, and how often and with what effect. */
export interface CheckConfig {
  readonly probe: ProbeConfig;
  readonly policy: ProbePolicy;
}

type ParsedCheck = NonNullable<ParsedProcess['healthCheck']>;

/** The checks of a process: none, its healthCheck, or readiness and liveness apart. */
export function checksOf(parsed: ParsedProcess, functions: CheckFunctions): readonly CheckConfig[] {
  return checkKeys.flatMap((key) => {
    const check = parsed[key] ?? null;
    const probe = check === null ? null : probeOf(check, functions[key]);
    return check === null || probe === null ? [] : [{ probe, policy: probePolicyOf(key, probe, check) }];
  });
}

function probeOf(check: ParsedCheck, givenFunction: HealthFunction | undefined): ProbeConfig | null {
  if (givenFunction !== undefined) return { kind: 'function', check: givenFunction };
  if (check.http !== undefined) return { kind: 'http', ...check.http };
  if (check.tcp !== undefined) return { kind: 'tcp', ...check.tcp };
  if (check.exec !== undefined) return { kind: 'exec', command: check.exec };
  return check.log === undefined ? null : { kind: 'log', pattern: check.log };
}

function probePolicyOf(key: (typeof checkKeys)[number], probe: ProbeConfig, check: ParsedCheck): ProbePolicy {
  const isLine = probe.kind === 'log';
  return {
    id: key === 'healthCheck' ? 'health' : key,
    readiness: key !== 'liveness',
    liveness: key !== 'readiness' && !isLine,
    awaits: isLine ? `waiting for a line of output like ${quote(probe.pattern)}` : null,
    intervalMs: check.interval,
    timeoutMs: check.timeout,
    threshold: check.threshold,
    // The line is seen once.
    successThreshold: isLine ? 1 : check.successThreshold,
    startPeriodMs: check.startPeriod,
    startIntervalMs: check.startInterval,
  };
}
