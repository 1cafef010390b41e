import { containerName, serviceName } from '../../policy/container/name.js';
import type { Problem } from '../problems/problem.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import { waitProblems } from './wait-problems.js';

/** The containers that a process can depend on, as `container:NAME`; null where another program's list may name any. */
export function containerNames({ containers }: RawMap): readonly string[] | null {
  if (!isMap(containers)) return [];
  if (typeof containers.agentsJson === 'string') return null;
  const { names } = containers;
  const written = Array.isArray(names)
    ? names.filter((name) => typeof name === 'string')
    : isMap(names)
      ? Object.keys(names)
      : [];
  return written.map((name) => containerName(name));
}

/** The services that a process can depend on, as `service:NAME`; null where a stack may have any. */
export function serviceNames({ containers }: RawMap): readonly string[] | null {
  if (!isMap(containers)) return [];
  if (typeof containers.stack === 'string') return null;
  const { services } = containers;
  return Array.isArray(services) ? services.filter((name) => typeof name === 'string').map((name) => serviceName(name)) : [];
}

/** What the schema cannot see of containers: waits that begin longer than their longest, checks that ask nothing. */
export function containerProblems({ containers }: RawMap): readonly Problem[] {
  const names = isMap(containers) && isMap(containers.names) ? containers.names : {};
  return Object.entries(names).flatMap(([name, own]) => {
    if (!isMap(own)) return [];
    return waitProblems(own, own, ['containers', 'names', name]);
  });
}
