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
  const { process, starts } = exported;
  const note = (key: string, instead: string): void => lost.note('compose', key, instead);
  const check = checkFor(exported, 'readiness');
  noteForImages(exported, note, folder);
  noteChecks(exported, check, note);
  noteRestarts(exported, note);
  return {
    ...shared(exported, check, note),
    ...dependsOn(exported, others, note),
    restart: restartWord(exported),
    ...(starts ? {} : { profiles: process.profiles.length === 0 ? ['manual'] : process.profiles }),
  };
}

/** What compose.yaml and stack.yaml say in the same words. */
export function shared(
  exported: ImageProcess,
  check: ContainerCheck | undefined,
  note: (key: string, instead: string) => void,
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
    ...(process.ports.length === 0 ? {} : { ports: process.ports.map((port) => `${port}:${port}`) }),
    ...(check === undefined ? {} : { healthcheck: healthcheck(check) }),
    stop_signal: stop.signal,
    stop_grace_period: composeDuration(stop.graceMs),
    ...(process.tty ? { tty: true } : {}),
  };
}

function environmentOf({ plain, secret }: ImageProcess, note: (key: string, instead: string) => void): Record<string, string> {
  for (const name of secret) if (!canRefer(name)) note(`env ${name}`, 'it is secret, and nothing can refer to such a name');
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
      note(`dependsOn ${name}: healthy`, 'its start is waited for');
      return 'service_started';
    case 'completed':
      return 'service_completed_successfully';
    case 'ended':
      note(`dependsOn ${name}: ended`, 'its success is waited for');
      return 'service_completed_successfully';
  }
}

function restartWord({ process, role }: ImageProcess): string {
  const { restart, maxRestarts } = process.policy;
  if (restart === 'never' || maxRestarts === 0) return 'no';
  if (restart === 'always' && role === 'service') return 'always';
  return maxRestarts > 0 ? `on-failure:${maxRestarts}` : 'on-failure';
}

function noteRestarts({ process }: ImageProcess, note: (key: string, instead: string) => void): void {
  const { restart, maxRestarts } = process.policy;
  if (restart === 'never') return;
  const wait = 'Docker waits 100 ms before the first restart, then twice as long each time, up to a minute';
  if (isUnusual(process, (each) => each.policy.backoff.initialMs)) note('restartDelay', wait);
  if (isUnusual(process, ({ policy: { backoff } }) => [backoff.multiplier, backoff.jitter])) note('backoff', wait);
  if (restart === 'always' && maxRestarts > 0) note('maxRestarts', 'Docker bounds only restarts on failure');
  if (isUnusual(process, (each) => each.policy.minUptimeMs)) note('minUptime', 'ten seconds of uptime begin the waits again');
}
