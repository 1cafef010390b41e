import { stringify } from 'yaml';
import { writtenProcess } from './check-report.js';
import type { Masked } from './check-report-probe.js';
import { mapStrings } from './interpolate-tree.js';
import type { ProcessConfig } from './process-config.js';
import { maskText, maskValues, type Secrets } from './secrets.js';

/** One process as it was resolved, in the form of watchdog.yaml and with nothing left unsaid, secrets masked. For reading, not for loading. */
export function renderProcess(process: ProcessConfig, secrets: Secrets): string {
  return renderPlain((masked) => writtenProcess(process, masked), secrets);
}

/** Something written in the form of watchdog.yaml as YAML, secrets masked. */
export function renderPlain(write: (masked: Masked) => Record<string, unknown>, secrets: Secrets): string {
  const plain = write((values) => maskValues(values, secrets));
  return stringify(
    mapStrings(plain, (text) => maskText(text, secrets)),
    { lineWidth: 0 },
  );
}
