import type { RawMap } from '../schema/merge-defaults.js';
import { scalarText } from './values.js';

/** What an engine takes as the name of a container. */
const possibleName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** The name of a compose project, from its file or the name of its folder; as long as no environment says otherwise. */
export function composeProject({ name }: RawMap, folder: string): string {
  // Compose leaves out what it does not allow.
  const fromFolder = (): string =>
    folder
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '');
  return scalarText(name) ?? fromFolder();
}

/** The name of the first container that docker compose makes of a service; undefined where only compose knows it. */
export function composeContainer(service: string, written: RawMap, project: string): string | undefined {
  const name = scalarText(written.container_name) ?? `${project}-${service}-1`;
  return possibleName.test(name) ? name : undefined;
}
