import type { ImageProcess } from '../common/in-image.js';
import type { Lost } from '../common/lost.js';
import { noteForImages } from '../common/lost.js';
import { isUnusual } from '../common/usual.js';
import type { YamlMap } from '../common/yaml.js';
import { type ContainerCheck, checkFor, healthcheck, noteChecks } from './health.js';
import { canRefer, composeDuration, composeText, referenceTo } from './words.js';

/** What a service needs to know of the others. */
export interface ServiceContext {
  /** The folder of the project; absolute. */
  readonly folder: string;
  /** The exported processes by their names. */
  readonly others: ReadonlyMap<string, ImageProcess>;
  readonly lost: Lost;
}

/** A service of compose.yaml. */
export function composeService(exported: ImageProcess, { folder, others, lost }: ServiceContext): YamlMap {
  const { process } = exported;
  const note = (key: string, instead: string): void => lost.note('compose', key, instead);
  const check = checkFor(exported, 'readiness');
  noteForImages(exported, note, folder);
  noteChecks(exported, check, note);
  noteRestarts(exported, note);
  if (exported.replicas !== null) note('env WATCHDOG_REPLICA', 'replicas do not know their number');
  if (exported.replicas !== null && process.ports.length > 0) note('ports', 'Docker chooses a port of the host for each replica');
  if (exported.role === 'scheduled') {
    note('schedule', `not started by itself; run it from cron: docker compose run --rm ${exported.host}`);
  }
  return {
    ...shared(exported, check, note, 'compose'),
    ...dependsOn(exported, others, note),
    restart: restartWord(exported),
    ...(process.policy.memory === null ? {} : { mem_limit: `${process.policy.memory.maxBytes}b` }),
    ...(exported.replicas === null ? {} : { scale: exported.replicas }),
    ...profilesOf(exported),
  };
}

function profilesOf({ process, starts, role }: ImageProcess): YamlMap {
  if (role === 'scheduled') return { profiles: ['schedule'] };
  if (starts) return {};
  return { profiles: process.profiles.length === 0 ? ['manual'] : process.profiles };
}

/** What compose.yaml and stack.yaml say in the same words. */
export function shared(
  exported: ImageProcess,
  check: ContainerCheck | undefined,
  note: (key: string, instead: string) => void,
  where: 'compose' | 'stack',
): YamlMap {
  const { process, image, entrypoint, args } = exported;
  const { stop } = process.policy;
  if (process.stop.command !== null) note('stop.command', `it is stopped with ${stop.signal}`);
  const environment = environmentOf(exported, note);
  return {
    image: composeText(image),
    entrypoint: entrypoint.map(composeText),
    command: args.map(composeText),
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(process.ports.length === 0 ? {} : { ports: portsOf(exported, where) }),
    ...(check === undefined ? {} : { healthcheck: healthcheck(check) }),
    stop_signal: stop.signal,
    stop_grace_period: composeDuration(stop.graceMs),
    ...(process.tty ? { tty: true } : {}),
    ...loggingOf(exported, note),
  };
}

/** Docker's own driver for files rotates them too; it counts the file that is written. */
function loggingOf({ process }: ImageProcess, note: (key: string, instead: string) => void): YamlMap {
  const { file, maxBytes, keep } = process.logs;
  if (isUnusual(process, (each) => [each.logs.lines, each.logs.file])) note('logs', 'the engine keeps its output');
  if (!file || !isUnusual(process, (each) => [each.logs.maxBytes, each.logs.keep])) return {};
  return { logging: { driver: 'json-file', options: { 'max-size': String(maxBytes), 'max-file': String(keep + 1) } } };
}

/** Several replicas on one host cannot share a port of it; in a Swarm, they are all behind one. */
function portsOf({ process, replicas }: ImageProcess, where: 'compose' | 'stack'): readonly string[] {
  return process.ports.map((port) => (replicas !== null && where === 'compose' ? String(port) : `${port}:${port}`));
}

function environmentOf({ plain, secret }: ImageProcess, note: (key: string, instead: string) => void): Record<string, string> {
  for (const name of secret) if (!canRefer(name)) note(`env ${name}`, 'secret, and such a name cannot be referenced');
  return Object.fromEntries([
    ...[...plain].map(([name, value]) => [name, composeText(value)] as const),
    ...secret.filter(canRefer).map((name) => [name, referenceTo(name)] as const),
  ]);
}

function dependsOn(
  { needs }: ImageProcess,
  others: ReadonlyMap<string, ImageProcess>,
  note: (key: string, instead: string) => void,
): YamlMap {
  if (needs.length === 0) return {};
  const entries = needs.map((each) => {
    if (each.restart) note(`dependsOn ${each.name}: restart`, 'docker compose 2.17 and later know depends_on: restart: true');
    return [each.host, { condition: conditionOf(each, others.get(each.name), note) }] as const;
  });
  return { depends_on: Object.fromEntries(entries) };
}

function conditionOf(
  { name, condition }: ImageProcess['needs'][number],
  other: ImageProcess | undefined,
  note: (key: string, instead: string) => void,
): string {
  switch (condition) {
    case 'started':
      return 'service_started';
    case 'healthy':
      if (other !== undefined && checkFor(other, 'readiness') !== undefined) return 'service_healthy';
      note(`dependsOn ${name}: healthy`, 'waits for its start');
      return 'service_started';
    case 'completed':
      return 'service_completed_successfully';
    case 'ended':
      note(`dependsOn ${name}: ended`, 'waits for its success');
      return 'service_completed_successfully';
  }
}

function restartWord({ process, role }: ImageProcess): string {
  const { restart, maxRestarts } = process.policy;
  if (restart === 'never' || maxRestarts === 0) return 'no';
  if (role === 'scheduled' && restart === 'always') return 'no';
  if (restart === 'always' && role === 'service') return 'always';
  return maxRestarts > 0 ? `on-failure:${maxRestarts}` : 'on-failure';
}

function noteRestarts({ process }: ImageProcess, note: (key: string, instead: string) => void): void {
  const { restart, maxRestarts } = process.policy;
  if (restart === 'never') return;
  const wait = 'Docker waits 100 ms before the first restart, then twice as long each time, up to a minute';
  if (isUnusual(process, (each) => each.policy.backoff.initialMs)) note('restartDelay', wait);
  if (isUnusual(process, ({ policy: { backoff } }) => [backoff.multiplier, backoff.jitter])) note('backoff', wait);
  if (restart === 'always' && maxRestarts > 0) note('maxRestarts', 'Docker limits only restarts on failure');
  if (isUnusual(process, (each) => each.policy.minUptimeMs)) note('minUptime', 'the delay resets after ten seconds of uptime');
}
