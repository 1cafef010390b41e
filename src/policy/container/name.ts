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

/** What is said of a name that nothing has. */
export function sayUnknown(name: string): string {
  return isContainerName(name) ? `Container '${engineName(name)}' is not monitored` : `Process '${name}' not registered`;
}
