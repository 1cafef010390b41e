import { WatchdogError } from '../words/errors.js';
import { nearest } from '../words/nearest.js';

/** How containers are called beside processes: `container:` and the engine's name. */
const prefix = 'container:';

/** Whether a name means a container. */
export function isContainerName(name: string): boolean {
  return name.startsWith(prefix);
}

/** How the container that the engine calls `name` is called beside processes. */
export function containerName(name: string): string {
  return `${prefix}${name}`;
}

/** What the engine calls a container; any other name stays as it is. */
export function engineName(name: string): string {
  return isContainerName(name) ? name.slice(prefix.length) : name;
}

/** How services of a Swarm are called beside processes: `service:` and the Swarm's name. */
const servicePrefix = 'service:';

/** Whether a name means a service of a Swarm. */
export function isServiceName(name: string): boolean {
  return name.startsWith(servicePrefix);
}

/** How the service that the Swarm calls `name` is called beside processes. */
export function serviceName(name: string): string {
  return `${servicePrefix}${name}`;
}

/** What the Swarm calls a service; any other name stays as it is. */
export function swarmName(name: string): string {
  return isServiceName(name) ? name.slice(servicePrefix.length) : name;
}

/**
 * Refuses a name that is none of `names`.
 * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
 */
export function assertKnown(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const close = nearest(name, names);
  const hint = close === undefined ? '' : `; did you mean '${close}'?`;
  throw new WatchdogError('PROCESS_UNKNOWN', `${sayUnknown(name)}${hint}`);
}

function sayUnknown(name: string): string {
  if (isServiceName(name)) return `Service '${swarmName(name)}' is not monitored`;
  return isContainerName(name) ? `Container '${engineName(name)}' is not monitored` : `Process '${name}' not registered`;
}
