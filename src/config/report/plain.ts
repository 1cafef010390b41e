import { stringify } from 'yaml';
import { redactAll } from '../../policy/words/redactor.js';
import type { ContainerConfig } from '../schema/container-config.js';
import type { ProcessConfig } from '../schema/process-config.js';
import { maskText, maskValues, type Secrets } from '../schema/secrets.js';
import { writtenProcess } from './check.js';
import { writtenContainer } from './containers.js';
import type { Masked } from './probe.js';

/** One process as it was resolved, in the form of watchdog.yaml and with nothing left unsaid, secrets masked. For reading, not for loading. */
export function renderProcess(process: ProcessConfig, secrets: Secrets): string {
  return renderPlain((masked) => writtenProcess(process, masked), secrets);
}

/** How one container is supervised, in the same form. */
export function renderContainer(container: ContainerConfig, secrets: Secrets): string {
  return renderPlain((masked) => writtenContainer(container, masked), secrets);
}

/** Something written in the form of watchdog.yaml as YAML, secrets masked. */
function renderPlain(write: (masked: Masked) => Record<string, unknown>, secrets: Secrets): string {
  const plain = write((values) => maskValues(values, secrets));
  return stringify(
    redactAll(plain, (text) => maskText(text, secrets)),
    { lineWidth: 0 },
  );
}
