import { parseDuration } from '../../policy/words/duration.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import { writtenDuration } from '../schema/written-duration.js';
import { composeHealthCheck } from './compose-health.js';
import type { ImportedProcess } from './imported.js';
import { composeCommand, environmentOf, goDuration, scalarText, shellWord, textsOf } from './values.js';

/** Milliseconds that docker gives a container to stop, if the file does not say. */
const usualGraceMs = 10_000;
/** Milliseconds more for docker compose itself, which ends after the container. */
const composeMs = 5000;

const conditions: Readonly<Record<string, 'started' | 'healthy' | 'completed'>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
};

/** One service of a compose file as a process that keeps its container up. */
export function importService(name: string, service: RawMap, compose: string): ImportedProcess {
  const lost: string[] = [];
  const container = shellWord(name);
  const restart = scalarText(service.restart) ?? 'no';
  const policy = restartPolicy(restart, lost);
  const isRestartedByDocker = policy.autoRestart !== false;
  // Where docker restarts nothing, the exit code of the container is that of the process.
  const whole = isRestartedByDocker ? '' : ` --exit-code-from ${container}`;
  const dependsOn = dependenciesOf(service.depends_on, lost);
  const graceMs = parseDuration(goDuration(service.stop_grace_period) ?? '') ?? usualGraceMs;
  const health = composeHealthCheck(service.healthcheck, `${compose} exec -T ${container}`, lost);
  if (Array.isArray(service.profiles) && service.profiles.length > 0) {
    lost.push(`profiles: ${textsOf(service.profiles).join(', ')}; it is started by hand instead`);
  }
  for (const key of ['scale', 'deploy', 'develop', 'extends', 'provider', 'post_start', 'pre_stop']) {
    if (service[key] !== undefined) lost.push(`${key}, which only docker compose itself obeys`);
  }
  return {
    name,
    remarks: [
      ...remarksOf(service),
      ...(isRestartedByDocker
        ? [`Docker obeys restart: ${restart} itself; without it there, backoff and circuit of watchdog count.`]
        : []),
    ],
    keys: {
      command: `${compose} up --no-deps --no-log-prefix${whole} ${container}`,
      ...(dependsOn === undefined ? {} : { dependsOn }),
      ...(health === undefined ? {} : { healthCheck: health }),
      ...policy,
      ...(Array.isArray(service.profiles) && service.profiles.length > 0 ? { autoStart: false } : {}),
      stop: { command: `${compose} stop ${container}`, grace: writtenDuration(graceMs + composeMs) },
    },
    lost,
  };
}

function restartPolicy(restart: string, lost: string[]): Pick<ProcessInput, 'autoRestart' | 'maxRestarts'> {
  const [, condition, count] = /^(no|false|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(restart) ?? [];
  if (condition === 'no' || condition === 'false') return { autoRestart: false };
  if (condition === undefined) {
    lost.push(`restart: ${restart}, which is no policy that docker knows`);
    return { autoRestart: false };
  }
  if (condition !== 'on-failure') return { autoRestart: true };
  return { autoRestart: 'on-failure', ...(count === undefined || Number(count) === 0 ? {} : { maxRestarts: Number(count) }) };
}

function dependenciesOf(written: unknown, lost: string[]): ProcessInput['dependsOn'] {
  if (Array.isArray(written)) return Object.fromEntries(textsOf(written).map((name) => [name, 'started' as const]));
  if (!isMap(written)) return undefined;
  return Object.fromEntries(
    Object.entries(written).map(([name, edge]) => {
      const { condition: wanted, restart, required } = isMap(edge) ? edge : {};
      const condition = conditions[scalarText(wanted) ?? 'service_started'];
      if (condition === undefined) lost.push(`depends_on ${name}: ${scalarText(wanted)}; it waits for its start instead`);
      if (required === false) lost.push(`depends_on ${name}: required: false`);
      return [name, restart === true ? { condition: condition ?? 'started', restart } : (condition ?? 'started')];
    }),
  );
}

/** What it takes to run what the service builds without a container; only the person knows whether it can. */
function remarksOf(service: RawMap): string[] {
  const context = isMap(service.build) ? scalarText(service.build.context) : scalarText(service.build);
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
