import { parseDuration, writtenDuration } from '../../../policy/words/duration.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import type { ProcessInput } from '../../schema/process.js';
import type { ImportedProcess } from '../common/imported.js';
import { type Lookup, settle } from '../common/references.js';
import { SettledValues } from '../common/settled-values.js';
import { composeCommand, environmentOf, given, scalarText, shellWord, textsOf } from '../common/values.js';

/** Milliseconds that docker gives a container to stop, if the file does not say. */
const usualGraceMs = 10_000;
/** Milliseconds more for docker compose itself, which ends after the container. */
const composeMs = 5000;

const conditions: Readonly<Record<string, 'started' | 'healthy' | 'completed'>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
};

/** What is the same for all services of a file. */
export interface ServiceScope {
  /** `docker compose`, with the file where it has to be named. */
  readonly compose: string;
  readonly lookup: Lookup;
  /** The profiles that are active, by COMPOSE_PROFILES. */
  readonly profiles: readonly string[];
  /** The services for whose health another one waits. */
  readonly awaited: ReadonlySet<string>;
}

/** One service of a compose file as a process that keeps its container up. */
export function importService(
  name: string,
  service: RawMap,
  { compose, lookup, profiles, awaited }: ServiceScope,
): ImportedProcess {
  const lost: string[] = [];
  const values = new SettledValues(lookup, lost);
  const container = shellWord(name);
  const policy = restartPolicy(service, values, lost);
  // Where docker restarts nothing, the exit code of the container is that of the process.
  const whole = policy.autoRestart === false ? ` --exit-code-from ${container}` : '';
  const graceMs = parseDuration(values.duration(service.stop_grace_period, 'stop_grace_period') ?? '') ?? usualGraceMs;
  const ownProfiles = textsOf(service.profiles ?? []);
  const isInactive =
    ownProfiles.length > 0 && !ownProfiles.some((profile) => profiles.includes(profile) || profiles.includes('*'));
  const isNone = [service.scale, isMap(service.deploy) ? service.deploy.replicas : undefined].some(
    (count) => count !== undefined && values.number(count, 'scale') === 0,
  );
  const remarks = remarksOf(service);
  if (isNone) remarks.push('Not started: 0 replicas in the compose file.');
  const keys = given({
    command: `${compose} up --no-deps --no-log-prefix${whole} ${container}`,
    dependsOn: dependenciesOf(service, lost),
    readiness: isChecked(service) || awaited.has(name) ? engineReadiness(service, compose, container, values) : undefined,
    ...policy,
    profiles: isInactive ? ownProfiles : undefined,
    autoStart: isNone ? false : undefined,
    stop: { command: `${compose} stop ${container}`, grace: writtenDuration(graceMs + composeMs) },
  });
  return {
    name,
    remarks,
    keys: keys as ImportedProcess['keys'],
    lost,
    service: { name, isBuilt: service.build !== undefined, ports: publishedPorts(service.ports, lookup) },
  };
}

/** Whether docker asks it for its health, as far as the file says. */
function isChecked({ healthcheck }: RawMap): boolean {
  if (!isMap(healthcheck) || String(healthcheck.disable) === 'true') return false;
  return !textsOf(healthcheck.test ?? [])[0]?.startsWith('NONE');
}

/**
 * The health that the engine already has for a container. Asking the check itself once more would be wrong where it costs
 * something or changes something; and docker never restarts for it, so it is readiness.
 */
function engineReadiness(service: RawMap, compose: string, container: string, values: SettledValues): ProcessInput['readiness'] {
  const check = isMap(service.healthcheck) ? service.healthcheck : {};
  const interval = values.duration(check.interval, 'healthcheck.interval');
  return {
    exec: `${compose} ps --format json ${container} | grep -q '"Health":"healthy"'`,
    ...(interval === undefined || interval === '0ms' ? {} : { interval }),
    timeout: writtenDuration(Math.min(10_000, Math.max(5000, parseDuration(interval ?? '10s') ?? 10_000))),
    threshold: 1,
    startInterval: '2s',
  };
}

function restartPolicy(
  service: RawMap,
  values: SettledValues,
  lost: string[],
): Pick<ProcessInput, 'autoRestart' | 'maxRestarts'> {
  const deployed = isMap(service.deploy) && isMap(service.deploy.restart_policy) ? service.deploy.restart_policy : undefined;
  if (service.restart === undefined && deployed !== undefined) {
    const condition = values.text(deployed.condition, 'deploy.restart_policy.condition') ?? 'any';
    const most = values.number(deployed.max_attempts, 'deploy.restart_policy.max_attempts');
    if (condition === 'none') return { autoRestart: false };
    return {
      autoRestart: condition === 'on-failure' ? 'on-failure' : true,
      ...(most === undefined || most < 1 ? {} : { maxRestarts: most }),
    };
  }
  const restart = values.text(service.restart, 'restart') || 'no';
  const [, condition, count] = /^(no|false|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(restart) ?? [];
  if (condition === 'no' || condition === 'false') return { autoRestart: false };
  if (condition === undefined) {
    lost.push(`restart: ${restart} is not a restart policy of Docker`);
    return { autoRestart: false };
  }
  if (condition !== 'on-failure') return { autoRestart: true };
  return { autoRestart: 'on-failure', ...(count === undefined || Number(count) === 0 ? {} : { maxRestarts: Number(count) }) };
}

function dependenciesOf(service: RawMap, lost: string[]): ProcessInput['dependsOn'] {
  const written = service.depends_on;
  const listed = Array.isArray(written) ? textsOf(written).map((name) => [name, 'started' as const] as const) : [];
  const mapped = Object.entries(isMap(written) ? written : {}).map(([name, edge]) => {
    const { condition: wanted, restart } = isMap(edge) ? edge : {};
    const condition = conditions[scalarText(wanted) ?? 'service_started'];
    if (condition === undefined) lost.push(`depends_on ${name}: ${scalarText(wanted)}; waits for its start instead`);
    return [name, restart === true ? { condition: condition ?? 'started', restart } : (condition ?? 'started')] as const;
  });
  const all = Object.fromEntries([...impliedBy(service).map((name) => [name, 'started'] as const), ...listed, ...mapped]);
  return Object.keys(all).length === 0 ? undefined : all;
}

/** The services in whose network, processes or volumes it lives, which docker compose starts before it. */
function impliedBy(service: RawMap): readonly string[] {
  const shared = [service.network_mode, service.ipc, service.pid].flatMap(
    (mode) => /^service:(.+)$/.exec(scalarText(mode) ?? '')?.[1] ?? [],
  );
  const linked = textsOf(service.links ?? []).map((link) => link.split(':')[0]!);
  const mounted = textsOf(service.volumes_from ?? []).filter((from) => !from.startsWith('container:'));
  return [...shared, ...linked, ...mounted.map((from) => from.split(':')[0]!)];
}

/** What it takes to run what the service builds without a container; only the user knows whether it can. */
function remarksOf(service: RawMap): string[] {
  const context = isMap(service.build) ? (scalarText(service.build.context) ?? '.') : scalarText(service.build);
  const image = scalarText(service.image);
  if (context === undefined) return [`The container of ${image ?? 'the service'}, run by docker compose.`];
  const command = Array.isArray(service.command)
    ? textsOf(service.command).map(shellWord).join(' ')
    : scalarText(service.command);
  const env = Object.entries(environmentOf(service.environment)).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [
    `Built from ${context} and run by docker compose. Without a container it might be:`,
    `  command: ${command === undefined ? '…' : composeCommand(command)}`,
    `  cwd: ${context}`,
    ...(env.length === 0 ? [] : [`  env: { ${env.join(', ')} }`]),
  ];
}

/** The most ports of one range that are read. */
const mostPorts = 100;

/** The ports of the host that a service takes, of both ways to write them. */
function publishedPorts(written: unknown, lookup: Lookup): readonly number[] {
  if (!Array.isArray(written)) return [];
  return written.flatMap((each: unknown) => {
    const text = settle((isMap(each) ? scalarText(each.published) : scalarText(each)) ?? '', lookup).text;
    if (isMap(each)) return rangeOf(text);
    // [address:][port of the host:]port of the container[/protocol]
    const parts = text
      .replace(/\/\w+$/, '')
      .replace(/\[[^\]]*\]/, '')
      .split(':');
    return parts.length < 2 ? [] : rangeOf(parts.at(-2)!);
  });
}

function rangeOf(text: string): readonly number[] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (from === undefined) return [];
  const count = Math.min(mostPorts, Number(to) - Number(from) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(from) + index);
}
