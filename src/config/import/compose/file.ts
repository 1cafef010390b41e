import { basename, dirname, join, resolve } from 'node:path';
import type { SourceText } from '../../read/source-files.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { type ImportAround, type Imported, type ImportedProcess, nothingImported } from '../common/imported.js';
import { scalarText, shellWord } from '../common/values.js';
import { composeContainer, composeProject, watchedInstead } from './container.js';
import { readComposeProject } from './project.js';
import { importService } from './service.js';

/** Keys that docker compose itself goes on reading from its file, and nobody misses here. */
const staysThere = ['services', 'version', 'name', 'networks', 'volumes', 'configs', 'secrets', 'include', 'models'];

/**
 * The services of a compose file. Each stays the container that it is and is run by docker compose, so that networks, volumes and
 * images are what they were, and `.env` and `env_file` reach those alone; watchdog decides when, in which order, and what happens
 * when it ends. They are no entries of `containers:`, since an engine can only start what was made before, and since those are not
 * stopped at the end with the rest.
 * @param shown the file as it is reached from the folder of watchdog.yaml
 */
export function importCompose(source: SourceText, shown: string, around: ImportAround): Imported {
  const project = readComposeProject(source, around);
  const { value, services, lookup } = project;
  const isFound = project.isFound && basename(shown) === shown;
  const scope = {
    compose: isFound ? 'docker compose' : `docker compose -f ${shellWord(shown)}`,
    lookup,
    profiles: (lookup('COMPOSE_PROFILES') ?? '').split(',').filter((name) => name !== ''),
    awaited: awaitedServices(services),
  };
  const name = composeProject(value, basename(dirname(resolve(source.file))), lookup);
  const containers = [...services].flatMap(([service, written]) => composeContainer(service, written, name, lookup) ?? []);
  const processes = [...services].map(([service, written]) => {
    const process = importService(service, written, scope);
    return { ...process, remarks: [...(project.comments.get(service) ?? []), ...process.remarks] };
  });
  const unread = Object.keys(value).filter((key) => !staysThere.includes(key) && !key.startsWith('x-'));
  return {
    ...nothingImported,
    source: [shown, ...new Set(project.others.map((other) => join(dirname(shown), other)))].join(' with '),
    processes: withoutMissing(processes, services),
    remarks: [...restartedByDocker(processes), ...watchedInstead(containers)],
    lost: [...project.lost, ...unread],
  };
}

function awaitedServices(services: ReadonlyMap<string, RawMap>): ReadonlySet<string> {
  const names = [...services.values()].flatMap(({ depends_on: edges }) =>
    Object.entries(isMap(edges) ? edges : {})
      .filter(([, edge]) => isMap(edge) && scalarText(edge.condition) === 'service_healthy')
      .map(([name]) => name),
  );
  return new Set(names);
}

/** One line for all that docker restarts by itself. */
function restartedByDocker(processes: readonly ImportedProcess[]): readonly string[] {
  const names = processes.filter(({ keys }) => keys.autoRestart !== false).map(({ name }) => name);
  if (names.length === 0) return [];
  return [`Docker restarts ${names.join(', ')} itself; remove restart: there to use watchdog's backoff and circuit.`];
}

/** Compose passes over a dependency that is not required and that there is not. */
function withoutMissing(
  processes: readonly ImportedProcess[],
  services: ReadonlyMap<string, RawMap>,
): readonly ImportedProcess[] {
  return processes.map((process) => {
    const { dependsOn } = process.keys;
    if (dependsOn === undefined || Array.isArray(dependsOn)) return process;
    const written = services.get(process.name)?.depends_on;
    const edges = Object.entries(dependsOn).filter(([name]) => {
      const edge = isMap(written) ? written[name] : undefined;
      const isRequired = !isMap(edge) || edge.required !== false;
      const target = processes.find((other) => other.name === name);
      return isRequired || (target !== undefined && target.keys.autoStart !== false && target.keys.profiles === undefined);
    });
    const { dependsOn: _, ...keys } = process.keys;
    return edges.length === 0
      ? { ...process, keys: keys as ImportedProcess['keys'] }
      : { ...process, keys: { ...process.keys, dependsOn: Object.fromEntries(edges) } };
  });
}
