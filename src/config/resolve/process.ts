import { resolve } from 'node:path';
import type { ParsedProcess } from '../schema/process.js';
import type { ProcessConfig, WatchConfig } from '../schema/process-config.js';
import { type CheckFunctions, checksOf } from './checks-of.js';
import { policyOf } from './policy-of.js';

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
    env: { ...around.env, ...parsed.env },
    stdin: parsed.stdin,
    tty: parsed.tty,
    color: parsed.color,
    autoStart: parsed.autoStart,
    profiles: parsed.profiles,
    active: parsed.profiles.length === 0 || parsed.profiles.some((profile) => around.profiles.includes(profile)),
    dependsOn: parsed.dependsOn.map((dependency) => ({
      name: dependency.name,
      condition: dependency.condition ?? (around.hasHealthCheck(dependency.name) ? 'healthy' : 'started'),
      restart: dependency.restart,
    })),
    group: parsed.group,
    watch: watchOf(parsed),
    probes: checks.map(({ probe }) => probe),
    policy: policyOf(
      parsed,
      shell !== false,
      checks.map(({ policy }) => policy),
    ),
    stop: { command: parsed.stop.command, keys: parsed.stop.keys, scope: parsed.stop.scope },
    ports: parsed.ports,
    logs: { lines: parsed.logs.lines, file: parsed.logs.file, maxBytes: parsed.logs.maxSize, keep: parsed.logs.keep },
    deploy: { image: parsed.deploy.image },
  };
}

function watchOf({ watch }: ParsedProcess): WatchConfig | null {
  return watch == null ? null : { paths: watch.paths, ignore: watch.ignore, debounceMs: watch.debounce };
}
