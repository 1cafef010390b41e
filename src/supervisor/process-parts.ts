import type { HealthFunction, ProbeConfig, ProcessConfig } from '../config/process-config.js';
import type { ProbeResult, ProbeRunner } from '../ports/probe-runner.js';
import type { SpawnSpec } from '../ports/spawner.js';
import { LogCheck } from './log-check.js';
import type { Check } from './prober.js';
import type { ProcessIdentity } from './take-snapshot.js';

/** What a process is started, stopped and checked with, made from its configuration. */
export interface ProcessParts {
  readonly identity: ProcessIdentity;
  readonly spec: SpawnSpec;
  readonly stopCommand: SpawnSpec | null;
  /** One for each probe of the policy, in its order. */
  readonly checks: readonly Check[];
  /** Those of them that want to see the output. */
  readonly logChecks: readonly LogCheck[];
}

/**
 * Makes the parts of a process.
 * @param base the environment that every child gets, before the process's own variables
 * @param askFunction asks a function that code gave as a check
 */
export function makeParts(
  config: ProcessConfig,
  base: Readonly<Record<string, string>>,
  probes: ProbeRunner,
  askFunction: (check: HealthFunction) => Promise<ProbeResult>,
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
    ports: config.ports,
  };
  const { stop } = config;
  const logChecks: LogCheck[] = [];
  const checkOf = (probe: ProbeConfig): Check => {
    switch (probe.kind) {
      case 'function':
        return oneAtATime(() => askFunction(probe.check));
      case 'log': {
        const logCheck = new LogCheck(probe.pattern);
        logChecks.push(logCheck);
        return logCheck.check;
      }
      case 'exec':
        return (signal) => probes.run({ ...probe, cwd: config.cwd, env }, signal);
      default:
        return (signal) => probes.run(probe, signal);
    }
  };
  return {
    identity: {
      name: config.name,
      kind: 'process',
      policy: config.policy,
      dependsOn: config.dependsOn.map(({ name }) => name),
      group: config.group,
    },
    spec,
    stopCommand:
      stop.command === null
        ? null
        : {
            ...spec,
            mark: `stop:${spec.mark}`,
            command: stop.command,
            args: [],
            shell: true,
            stdin: 'closed',
            scope: 'all',
            ports: [],
          },
    checks: config.probes.map(checkOf),
    logChecks,
  };
}

/** A function cannot be aborted: one that still runs for an earlier generation is waited for, not run beside itself. */
function oneAtATime(check: () => Promise<ProbeResult>): Check {
  let last: Promise<unknown> = Promise.resolve();
  return (signal) => {
    const result = last.then(() => (signal.aborted ? { ok: false, message: 'aborted' } : check()));
    last = result.catch(() => {});
    return result;
  };
}

function childEnvironment(config: ProcessConfig, base: Readonly<Record<string, string>>): Record<string, string> {
  // A program that writes into a pipe leaves its colours out unless it is told; what the person says comes last.
  const isWanted = config.color && !base.NO_COLOR;
  const env: Record<string, string> = isWanted ? { FORCE_COLOR: '1', ...base } : { ...base };
  for (const [name, value] of Object.entries(config.env)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}
