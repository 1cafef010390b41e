import { resolve } from 'node:path';
import type { ProbePolicy } from '../../policy/health/probing.js';
import type { Dependency } from '../../policy/process/dependencies.js';
import { type HookEvent, hookEvents } from '../../policy/process/hook-events.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import { checkKeys } from '../schema/merge-defaults.js';
import type { ParsedProcess } from '../schema/process.js';
import type { HookCommand, Hooks, PortConfig, ProcessConfig, Replica, WatchConfig } from '../schema/process-config.js';
import { type CheckFunctions, checksOf } from './checks-of.js';
import { restartPolicyOf } from './restart-policy.js';

const defaultMaxBackoffMs = 30_000;

/**
 * Everything that decides the life of a process.
 * @param shell whether a shell runs it
 * @param probes how its checks are asked
 */
function policyOf(parsed: ParsedProcess, shell: boolean, probes: readonly ProbePolicy[]): ProcessPolicy {
  const { stop, memory } = parsed;
  return {
    ...restartPolicyOf(parsed, defaultMaxBackoffMs),
    fatalExitCodes: parsed.fatalExitCodes,
    shell,
    daemon: parsed.daemon,
    stop: { signal: stop.signal, graceMs: stop.grace, byCommand: stop.command !== null, byKeys: stop.keys !== null },
    memory: memory == null ? null : { maxBytes: memory.max, forMs: memory.for },
    probes,
  };
}

/** What a process takes from around it. */
export interface ProcessContext {
  /** What a relative `cwd` is relative to; absolute. */
  readonly directory: string;
  /** The environment of all processes, below its own. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Whether a shell runs it where it does not say. */
  readonly shellByDefault: boolean;
  /** The profiles that are active. */
  readonly profiles: readonly string[];
  /** The checks that code gave. */
  readonly functions: CheckFunctions;
  /** Its ports, the first one first. */
  readonly ports: readonly PortConfig[];
  /** Which replica it is; null where it is none. */
  readonly replica: Replica | null;
  /** The processes that a name in `dependsOn` means. */
  readonly unitsOf: (name: string) => readonly string[];
  /** The hooks of the file. */
  readonly hooks: ParsedHooks;
  /** Whether a process has a health check; decides what a list of dependencies waits for. */
  readonly hasHealthCheck: (name: string) => boolean;
}

/** Completes a process whose command is known to be there. */
export function resolveProcess(name: string, parsed: ParsedProcess, around: ProcessContext): ProcessConfig {
  const shell = parsed.shell ?? around.shellByDefault;
  const cwd = resolve(around.directory, parsed.cwd);
  const checks = checksOf(parsed, around.functions, cwd);
  return {
    name,
    command: parsed.command ?? '',
    args: parsed.args ?? [],
    shell,
    cwd,
    env: {
      ...around.env,
      ...parsed.env,
      ...Object.fromEntries(around.ports.map(({ variable, port }) => [variable, String(port)])),
      ...(around.replica === null ? {} : { WATCHDOG_REPLICA: String(around.replica.number) }),
    },
    port: around.ports,
    url: urlOf(parsed, around.ports),
    readsUrl: parsed.url === undefined,
    replica: around.replica,
    stdin: parsed.stdin,
    tty: parsed.tty,
    color: parsed.color,
    autoStart: parsed.autoStart,
    profiles: parsed.profiles,
    active: parsed.profiles.length === 0 || parsed.profiles.some((profile) => around.profiles.includes(profile)),
    dependsOn: dependenciesOf(parsed, around),
    group: parsed.group ?? around.replica?.of ?? null,
    watch: watchOf(parsed),
    probes: checks.map(({ probe }) => probe),
    policy: policyOf(
      parsed,
      shell !== false,
      checks.map(({ policy }) => policy),
    ),
    stop: { command: parsed.stop.command, keys: parsed.stop.keys, scope: parsed.stop.scope },
    ports: [...new Set([...parsed.ports, ...around.ports.map(({ port }) => port)])],
    schedule: parsed.schedule ?? null,
    hooks: hooksOf({ ofFile: around.hooks, own: parsed.hooks }, around.directory, cwd),
    logs: { lines: parsed.logs.lines, file: parsed.logs.file, maxBytes: parsed.logs.maxSize, keep: parsed.logs.keep },
    deploy: { image: parsed.deploy.image },
  };
}

/** Each name once: what is said of a single replica counts before what is said of all. */
function dependenciesOf({ dependsOn }: ParsedProcess, around: ProcessContext): readonly Dependency[] {
  const written = new Set(dependsOn.map(({ name }) => name));
  return dependsOn.flatMap((dependency) => {
    const names = around.unitsOf(dependency.name).filter((name) => name === dependency.name || !written.has(name));
    const condition = dependency.condition ?? (around.hasHealthCheck(dependency.name) ? 'healthy' : 'started');
    return names.map((name) => ({ name, condition, restart: dependency.restart }));
  });
}

/** What is known of its address before it runs. */
function urlOf(parsed: ParsedProcess, [first]: readonly PortConfig[]): string | null {
  if (parsed.url !== undefined) return parsed.url;
  const isTcp = checkKeys.some((key) => parsed[key]?.tcp !== undefined);
  return first === undefined || isTcp ? null : `http://localhost:${first.port}/`;
}

function watchOf({ watch }: ParsedProcess): WatchConfig | null {
  return watch == null ? null : { paths: watch.paths, ignore: watch.ignore, debounceMs: watch.debounce };
}

/** Hooks as the schema understood them. */
type ParsedHooks = Readonly<Partial<Record<HookEvent, string | null | undefined>>>;

/**
 * The hooks of a process: those of the file, which run in its folder, and then its own.
 * @param directory the folder of the file; absolute
 * @param cwd the folder of the process; absolute
 */
function hooksOf(
  { ofFile, own }: { readonly ofFile: ParsedHooks; readonly own: ParsedHooks },
  directory: string,
  cwd: string,
): Hooks {
  const commandsAt = (event: HookEvent): readonly HookCommand[] => [
    ...(ofFile[event] == null ? [] : [{ command: ofFile[event], cwd: directory, from: 'file' as const }]),
    ...(own[event] == null ? [] : [{ command: own[event], cwd, from: 'process' as const }]),
  ];
  const hooks = hookEvents.map((event) => [event, commandsAt(event)] as const);
  return Object.fromEntries(hooks.filter(([, commands]) => commands.length > 0));
}
