import { resolve } from 'node:path';
import type { ProbePolicy } from '../../policy/health/probing.js';
import type { HttpProbe } from '../../ports/probe-runner.js';
import { quote } from '../problems/words.js';
import { checkKeys } from '../schema/merge-defaults.js';
import type { ParsedProcess } from '../schema/process.js';
import type { HealthFunction, ProbeConfig } from '../schema/process-config.js';

/** The functions that code gave as checks, by the key that they are under. */
export type CheckFunctions = Readonly<Partial<Record<(typeof checkKeys)[number], HealthFunction>>>;

/** One check of a process: what it asks, and how often and with what effect. */
export interface CheckConfig {
  readonly probe: ProbeConfig;
  readonly policy: ProbePolicy;
}

type ParsedCheck = NonNullable<ParsedProcess['healthCheck'] | ParsedProcess['readiness']>;

/**
 * The checks of a process: none, its healthCheck, or readiness and liveness apart.
 * @param cwd what files of checks are relative to; absolute
 */
export function checksOf(parsed: ParsedProcess, functions: CheckFunctions, cwd: string): readonly CheckConfig[] {
  return checkKeys.flatMap((key) => {
    const check = parsed[key] ?? null;
    const probe = check === null ? null : probeOf(check, functions[key], cwd);
    return check === null || probe === null ? [] : [{ probe, policy: probePolicyOf(key, probe, check) }];
  });
}

function probeOf(check: ParsedCheck, givenFunction: HealthFunction | undefined, cwd: string): ProbeConfig | null {
  if (givenFunction !== undefined) return { kind: 'function', check: givenFunction };
  if (check.http !== undefined) return httpProbe(check.http, cwd);
  if (check.tcp !== undefined) return { kind: 'tcp', ...check.tcp };
  if (check.exec !== undefined) return { kind: 'exec', command: check.exec };
  if ('fd' in check && check.fd !== undefined) return { kind: 'fd', fd: check.fd };
  return check.log === undefined ? null : { kind: 'log', pattern: check.log };
}

/** An HTTP check with its file of certificates in the folder that it is relative to. */
export function httpProbe(http: NonNullable<ParsedCheck['http']>, directory: string): HttpProbe {
  return { kind: 'http', ...http, ca: http.ca === null ? null : resolve(directory, http.ca) };
}

function probePolicyOf(key: (typeof checkKeys)[number], probe: ProbeConfig, check: ParsedCheck): ProbePolicy {
  const isLine = probe.kind === 'log' || probe.kind === 'fd';
  return {
    id: key === 'healthCheck' ? 'health' : key,
    readiness: key !== 'liveness',
    liveness: key !== 'readiness' && !isLine,
    awaits: awaitedBy(probe),
    intervalMs: check.interval,
    timeoutMs: check.timeout,
    threshold: check.threshold,
    // The line is seen once.
    successThreshold: isLine ? 1 : check.successThreshold,
    startPeriodMs: check.startPeriod,
    startIntervalMs: check.startInterval,
  };
}

/** What is said until it comes, of a check that waits and does not ask. */
function awaitedBy(probe: ProbeConfig): string | null {
  if (probe.kind === 'log') return `waiting for a line of output like ${quote(probe.pattern)}`;
  return probe.kind === 'fd' ? `waiting for a line feed on descriptor ${probe.fd}` : null;
}
