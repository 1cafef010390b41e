import { resolve } from 'node:path';
import { policyOf } from './policy-of.js';
import type { HealthFunction, ProbeConfig, ProcessConfig } from './process-config.js';
import type { ParsedProcess } from './schema-process.js';

/** What a process takes from around it. */
export interface Surroundings {
  /** What a relative `cwd` is relative to; absolute. */
  readonly directory: string;
  /** The environment of all processes, below its own. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Whether a shell runs it where it does not say. */
  readonly shellByDefault: boolean;
  readonly healthFunction: HealthFunction | null;
  /** Whether a process has a health check; decides what a list of dependencies waits for. */
  readonly hasHealthCheck: (name: string) => boolean;
}

/** Completes a process whose command is known to be there. */
export function resolveProcess(name: string, parsed: ParsedProcess, around: Surroundings): ProcessConfig {
  const shell = parsed.shell ?? around.shellByDefault;
  const probe = probeOf(parsed);
  return {
    name,
    command: parsed.command ?? '',
    args: parsed.args ?? [],
    shell,
    cwd: resolve(around.directory, parsed.cwd),
    env: { ...around.env, ...parsed.env },
    stdin: parsed.stdin,
    color: parsed.color,
    autoStart: parsed.autoStart,
    dependsOn: parsed.dependsOn.map((dependency) => ({
      name: dependency.name,
      condition: dependency.condition ?? (around.hasHealthCheck(dependency.name) ? 'healthy' : 'started'),
    })),
    probe,
    healthFunction: around.healthFunction,
    policy: policyOf(parsed, shell, probe !== null || around.healthFunction !== null),
    stop: { command: parsed.stop.command, scope: parsed.stop.scope },
  };
}

function probeOf({ healthCheck }: ParsedProcess): ProbeConfig | null {
  if (healthCheck?.http !== undefined) return { kind: 'http', ...healthCheck.http };
  if (healthCheck?.exec !== undefined) return { kind: 'exec', command: healthCheck.exec };
  return null;
}
