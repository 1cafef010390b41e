import { stringify } from 'yaml';
import type { Schedule } from '../../policy/process/schedule.js';
import { writtenDuration } from '../../policy/words/duration.js';
import { redactAll } from '../../policy/words/redactor.js';
import { writtenSize } from '../../policy/words/size.js';
import { usualVariable } from '../ports/table.js';
import { escapeReferences } from '../resolve/interpolate.js';
import { mapStrings } from '../resolve/interpolate-tree.js';
import { isMap } from '../schema/merge-defaults.js';
import type { Configuration, HookCommand, Hooks, ProcessConfig } from '../schema/process-config.js';
import { maskText, maskValues } from '../schema/secrets.js';
import type { ThemeConfig } from '../schema/theme.js';
import { writtenContainers } from './containers.js';
import { type Masked, writtenCheck } from './probe.js';

/**
 * The resolved configuration as a watchdog.yaml with nothing left unsaid, secrets and the passwords in addresses masked.
 * Without secrets it would load as the same configuration.
 */
export function renderConfiguration(configuration: Configuration): string {
  const { name, theme, keys, notify, cgroups, secrets, processes, hooks, containers } = configuration;
  const masked: Masked = (values) => maskValues(values, configuration);
  const plain = {
    name,
    theme: writtenTheme(theme),
    keys,
    notify,
    cgroups,
    secrets,
    hooks,
    processes: Object.fromEntries(processes.map((process) => [process.name, writtenProcess(process, masked)])),
    ...(containers === null ? {} : { containers: writtenContainers(containers, masked) }),
  };
  // Not as variables are put in, which leaves out what a shell runs.
  const safe = redactAll(plain, (text) => maskText(text, configuration));
  const { processes: shown, ...rest } = mapStrings(safe, escapeReferences);
  // A map, since an object would put names that are numbers first.
  const inOrder = new Map(processes.map((process) => [process.name, isMap(shown) ? shown[process.name] : undefined]));
  return stringify({ ...rest, processes: inOrder }, { lineWidth: 0 });
}

function writtenTheme({ base, ...colours }: ThemeConfig): unknown {
  return Object.keys(colours).length === 0 ? base : { base, ...colours };
}

function writtenPort({ port }: ProcessConfig): unknown {
  const written = Object.fromEntries(port.map((each) => [each.variable, each.auto ? 'auto' : each.port]));
  if (port.length === 0) return null;
  return port.length === 1 && port[0]!.variable === usualVariable ? written[usualVariable] : written;
}

function writtenSchedule(schedule: Schedule | null): unknown {
  if (schedule === null) return null;
  if (schedule.kind === 'every') return { every: writtenDuration(schedule.everyMs) };
  const { expression: cron, timezone } = schedule;
  return timezone === null ? cron : { cron, timezone };
}

function writtenHooks(hooks: Hooks, from: HookCommand['from']): Record<string, string> {
  const written = Object.entries(hooks).flatMap(([event, commands]) =>
    commands.filter((each) => each.from === from).map(({ command }) => [event, command] as const),
  );
  return Object.fromEntries(written);
}

/** One process as it would be written in watchdog.yaml. */
export function writtenProcess(process: ProcessConfig, masked: Masked): Record<string, unknown> {
  const { policy, stop, watch, logs } = process;
  const checks = policy.probes.map((probe, index) => [
    probe.id === 'health' ? 'healthCheck' : probe.id,
    writtenCheck(process.probes[index]!, probe, masked),
  ]);
  return {
    command: process.command,
    args: process.args,
    cwd: process.cwd,
    env: masked(process.env),
    shell: process.shell,
    stdin: process.stdin,
    tty: process.tty,
    daemon: policy.daemon,
    color: process.color,
    autoStart: process.autoStart,
    profiles: process.profiles,
    group: process.group,
    port: writtenPort(process),
    ...(process.readsUrl ? {} : { url: process.url }),
    ports: process.ports.filter((port) => !process.port.some((given) => given.port === port)),
    dependsOn: Object.fromEntries(process.dependsOn.map(({ name, condition, restart }) => [name, { condition, restart }])),
    ...(checks.length === 0 ? { healthCheck: null } : Object.fromEntries(checks)),
    autoRestart: policy.restart === 'on-failure' ? 'on-failure' : policy.restart === 'always',
    restartDelay: writtenDuration(policy.backoff.initialMs),
    maxRestarts: policy.maxRestarts,
    backoff: { multiplier: policy.backoff.multiplier, max: writtenDuration(policy.backoff.maxMs), jitter: policy.backoff.jitter },
    circuit: {
      threshold: policy.circuit.threshold,
      window: writtenDuration(policy.circuit.windowMs),
      cooldown: writtenDuration(policy.circuit.cooldownMs),
      maxCooldown: writtenDuration(policy.circuit.maxCooldownMs),
      autoRetry: policy.circuit.autoRetry,
    },
    minUptime: writtenDuration(policy.minUptimeMs),
    successExitCodes: policy.successExitCodes,
    fatalExitCodes: policy.fatalExitCodes,
    stop: {
      signal: policy.stop.signal,
      grace: writtenDuration(policy.stop.graceMs),
      command: stop.command,
      keys: stop.keys,
      scope: stop.scope,
    },
    schedule: writtenSchedule(process.schedule),
    hooks: writtenHooks(process.hooks, 'process'),
    memory:
      policy.memory === null ? null : { max: writtenSize(policy.memory.maxBytes), for: writtenDuration(policy.memory.forMs) },
    watch: watch === null ? null : { paths: watch.paths, ignore: watch.ignore, debounce: writtenDuration(watch.debounceMs) },
    logs: { lines: logs.lines, file: logs.file, maxSize: writtenSize(logs.maxBytes), keep: logs.keep },
    deploy: process.deploy,
  };
}
