import type { ImageProcess } from '../common/in-image.js';
import { noteForImages } from '../common/lost.js';
import { isUnusual } from '../common/usual.js';
import type { YamlMap } from '../common/yaml.js';
import { checkFor, noteChecks } from './health.js';
import { type ServiceContext, shared } from './service.js';
import { composeDuration } from './words.js';

/** A service of stack.yaml, for `docker stack deploy`. */
export function stackService(exported: ImageProcess, { folder, lost }: ServiceContext): YamlMap {
  const { process, needs, starts } = exported;
  const note = (key: string, instead: string): void => lost.note('Docker Swarm', key, instead);
  const check = checkFor(exported, 'liveness');
  noteForImages(exported, note, folder);
  noteChecks(exported, check, note);
  if (check !== undefined && !check.times.liveness) note(check.times.id, 'a task that is not healthy is replaced');
  noteOrder(exported, note);
  noteBackoff(exported, note);
  if (exported.role === 'scheduled') {
    note('schedule', 'not started by itself; 0 replicas');
  } else if (!starts) {
    const key = process.profiles.length === 0 ? 'autoStart' : 'profiles';
    note(key, '0 replicas until `docker service scale` sets more');
  }
  return {
    ...withReplica(shared(exported, check, note, 'stack'), exported),
    ...(needs.length === 0 ? {} : { depends_on: needs.map(({ host }) => host) }),
    deploy: {
      replicas: starts && exported.role !== 'scheduled' ? (exported.replicas ?? 1) : 0,
      ...(process.policy.memory === null ? {} : { resources: { limits: { memory: `${process.policy.memory.maxBytes}b` } } }),
      restart_policy: restartPolicy(exported),
    },
  };
}

/** A Swarm puts the number of a replica into its environment. */
function withReplica(service: YamlMap, { replicas }: ImageProcess): YamlMap {
  if (replicas === null) return service;
  const environment = { ...(service.environment as YamlMap | undefined), WATCHDOG_REPLICA: '{{.Task.Slot}}' };
  return { ...service, environment };
}

function noteOrder({ needs }: ImageProcess, note: (key: string, instead: string) => void): void {
  for (const { name, condition, restart } of needs) {
    note(`dependsOn ${name}: ${condition}`, 'a Swarm starts all at once, and restarts what exits before its dependency is up');
    if (restart) note(`dependsOn ${name}: restart`, 'not restarted together with its dependency');
  }
}

function restartPolicy({ process, role }: ImageProcess): YamlMap {
  const { restart, maxRestarts, backoff, minUptimeMs } = process.policy;
  if (restart === 'never' || maxRestarts === 0) return { condition: 'none' };
  return {
    condition: restart === 'always' && role === 'service' ? 'any' : 'on-failure',
    delay: composeDuration(backoff.initialMs),
    ...(maxRestarts > 0 ? { max_attempts: maxRestarts } : {}),
    window: composeDuration(minUptimeMs),
  };
}

function noteBackoff({ process }: ImageProcess, note: (key: string, instead: string) => void): void {
  if (
    process.policy.restart !== 'never' &&
    isUnusual(process, ({ policy: { backoff } }) => [backoff.multiplier, backoff.jitter])
  ) {
    note('backoff', 'every delay is as long as the first');
  }
}
