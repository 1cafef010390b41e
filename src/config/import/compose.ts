import { basename } from 'node:path';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import { composeContainer, composeProject } from './compose-container.js';
import { importService } from './compose-service.js';
import { type Imported, nothingImported } from './imported.js';
import { shellWord, textsOf } from './values.js';

/** The names under which docker compose finds its file by itself. */
const foundByItself = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Keys that docker compose itself goes on reading from its file, and nobody misses here. */
const staysThere = ['services', 'version', 'name', 'networks', 'volumes', 'configs', 'secrets'];

/**
 * The services of a compose file. Each stays the container that it is and is run by docker compose, so that networks, volumes and
 * images are what they were; watchdog decides when, in which order, and what happens when it ends. They are no entries of
 * `containers:`, since an engine can only start what was made before, and since those are not stopped at the end with the rest.
 * @param source the file as it is reached from the folder of watchdog.yaml
 * @param folder the name of the folder in which it is
 */
export function importCompose(file: RawMap, source: string, folder: string): Imported {
  const services = Object.entries(isMap(file.services) ? file.services : {});
  const isFound = foundByItself.includes(source);
  const compose = isFound ? 'docker compose' : `docker compose -f ${shellWord(source)}`;
  const project = composeProject(file, folder);
  const containers = services.flatMap(([name, service]) =>
    isMap(service) ? (composeContainer(name, service, project) ?? []) : [],
  );
  const unread = Object.keys(file).filter((key) => !staysThere.includes(key) && !key.startsWith('x-'));
  return {
    ...nothingImported,
    source,
    // What compose puts into its file from there is what a check of ours needs as well.
    envFile: basename(source) === source ? ['.env?'] : [],
    processes: services.flatMap(([name, service]) => (isMap(service) ? [importService(name, service, compose)] : [])),
    remarks: watchedInstead(containers),
    lost: unread.map((key) =>
      key === 'include'
        ? `include: ${textsOf(file.include).join(', ') || 'other files'}; read those with: watchdog init --from FILE`
        : key,
    ),
  };
}

function watchedInstead(containers: readonly string[]): readonly string[] {
  const [first] = containers;
  if (first === undefined) return [];
  return [
    'Those of the services that you start with docker compose yourself can be watched instead, which leaves them running at the end:',
    `  containers: { names: [${containers.join(', ')}] }`,
    `A process can wait for one of them, and starts it: dependsOn: { "container:${first}": started }`,
  ];
}
