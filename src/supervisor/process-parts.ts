import type { ProcessConfig } from '../config/process-config.js';
import type { ProbeRunner } from '../ports/probe-runner.js';
import type { SpawnSpec } from '../ports/spawner.js';
import type { Check } from './prober.js';
import type { ProcessIdentity } from './take-snapshot.js';

/** What a process is started, stopped and checked with, made from its configuration. */
export interface ProcessParts {
  readonly identity: ProcessIdentity;
  readonly spec: SpawnSpec;
  readonly stopCommand: SpawnSpec | null;
  readonly checks: readonly Check[];
}

/**
 * Makes the parts of a process.
 * @param base the environment that every child gets, before the process's own variables
 * @param checkByFunction asks the function of a process that has one in place of a probe
 */
export function makeParts(
  config: ProcessConfig,
  base: Readonly<Record<string, string>>,
  probes: ProbeRunner,
  checkByFunction: Check,
): ProcessParts {
  const env = childEnvironment(config, base);
  const spec: SpawnSpec = {
    mark: `process:${encodeURIComponent(config.name)}`,
    command: config.command,
    args: config.args,
    shell: config.shell,
    cwd: config.cwd,
    env,
    stdin: config.stdin,
    scope: config.stop.scope,
  };
  const { probe, stop } = config;
  const check: Check =
    probe === null
      ? checkByFunction
      : (signal) => probes.run(probe.kind === 'exec' ? { ...probe, cwd: config.cwd, env } : probe, signal);
  return {
    identity: {
      name: config.name,
      kind: 'process',
      policy: config.policy,
      dependsOn: config.dependsOn.map(({ name }) => name),
    },
    spec,
    stopCommand:
      stop.command === null
        ? null
        : { ...spec, mark: `stop:${spec.mark}`, command: stop.command, args: [], shell: true, stdin: 'closed', scope: 'all' },
    checks: config.policy.probes.map(() => check),
  };
}

function childEnvironment(config: ProcessConfig, base: Readonly<Record<string, string>>): Record<string, string> {
  // A program that writes into a pipe leaves its colours out unless it is told; what the person says comes last.
  const env: Record<string, string> = config.color ? { FORCE_COLOR: '1', ...base } : { ...base };
  for (const [name, value] of Object.entries(config.env)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}
