import type { HealthFunction, ProbeConfig, ProcessConfig } from '../../config/schema/process-config.js';
import { processMark, stopMark } from '../../policy/process/mark.js';
import type { ProbeResult, ProbeRunner } from '../../ports/probe-runner.js';
import type { SpawnSpec } from '../../ports/spawner.js';
import { DescriptorCheck } from '../health/descriptor-check.js';
import { LogCheck } from '../health/log-check.js';
import type { Check } from '../health/prober.js';
import type { ProcessIdentity } from '../snapshot/take.js';
import { defaultSize, describeTerminal } from '../terminal/environment.js';

/** What a process is started, stopped and checked with, made from its configuration. */
export interface ProcessParts {
  readonly identity: ProcessIdentity;
  readonly spec: SpawnSpec;
  readonly stopCommand: SpawnSpec | null;
  /** One for each probe of the policy, in its order. */
  readonly checks: readonly Check[];
  /** Those of them that want to see the output. */
  readonly logChecks: readonly LogCheck[];
  /** Those that wait for the word of the process itself. */
  readonly descriptorChecks: readonly DescriptorCheck[];
  /** What is typed into its terminal to stop it; null where nothing is. */
  readonly stopKeys: string | null;
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
  const piped: SpawnSpec = {
    mark: processMark(config.name),
    command: config.command,
    args: config.args,
    shell: config.shell,
    cwd: config.cwd,
    env,
    stdin: config.stdin,
    scope: config.stop.scope,
    ports: config.ports,
  };
  const [readyFd] = config.probes.flatMap((probe) => (probe.kind === 'fd' ? [probe.fd] : []));
  const ready = readyFd === undefined ? piped : { ...piped, readyFd };
  const spec = config.tty ? { ...piped, tty: defaultSize } : ready;
  const { stop } = config;
  const logChecks: LogCheck[] = [];
  const descriptorChecks: DescriptorCheck[] = [];
  const checkOf = (probe: ProbeConfig): Check => {
    switch (probe.kind) {
      case 'function':
        return oneAtATime(() => askFunction(probe.check));
      case 'log': {
        const logCheck = new LogCheck(probe.pattern);
        logChecks.push(logCheck);
        return logCheck.check;
      }
      case 'fd': {
        const descriptorCheck = new DescriptorCheck(probe.fd);
        descriptorChecks.push(descriptorCheck);
        return descriptorCheck.check;
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
      active: config.active,
      ...(config.replica === null ? {} : { replicaOf: config.replica.of }),
      ...(config.port[0] === undefined ? {} : { port: config.port[0].port }),
      url: config.url,
      readsUrl: config.readsUrl,
    },
    spec,
    stopCommand:
      stop.command === null
        ? null
        : {
            ...piped,
            mark: stopMark(config.name),
            command: stop.command,
            args: [],
            shell: true,
            stdin: 'closed',
            scope: 'all',
            ports: [],
          },
    checks: config.probes.map(checkOf),
    logChecks,
    descriptorChecks,
    stopKeys: stop.keys,
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

/** The whole environment of a process. @param base what every child gets */
export function childEnvironment(config: ProcessConfig, base: Readonly<Record<string, string>>): Record<string, string> {
  // A program that writes into a pipe leaves its colours out unless FORCE_COLOR is set; what the user says comes last.
  const isWanted = config.color && !config.tty && !base.NO_COLOR;
  const env: Record<string, string> = isWanted ? { FORCE_COLOR: '1', ...base } : { ...base };
  // Python keeps what it prints into a pipe for minutes, and loses it when it is ended.
  if (!config.tty) env.PYTHONUNBUFFERED ??= '1';
  if (config.tty) describeTerminal(env);
  for (const [name, value] of Object.entries(config.env)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}
