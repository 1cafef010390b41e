import type { ContainerConfig } from '../schema/container-config.js';
import type { Secrets } from '../schema/secrets.js';
import { writtenContainer } from './containers.js';
import { renderPlain } from './process.js';

/** How one container is supervised, in the form of watchdog.yaml and with nothing left unsaid, secrets masked. For reading, not for loading. */
export function renderContainer(container: ContainerConfig, secrets: Secrets): string {
  return renderPlain((masked) => writtenContainer(container, masked), secrets);
}
