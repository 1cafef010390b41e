import { writtenContainer } from './check-report-containers.js';
import type { ContainerConfig } from './container-config.js';
import { renderPlain } from './process-report.js';
import type { Secrets } from './secrets.js';

/** How one container is looked after, in the form of watchdog.yaml and with nothing left unsaid, secrets masked. For reading, not for loading. */
export function renderContainer(container: ContainerConfig, secrets: Secrets): string {
  return renderPlain((masked) => writtenContainer(container, masked), secrets);
}
