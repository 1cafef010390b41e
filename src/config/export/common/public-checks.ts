import { isSecret } from '../../../policy/words/secret.js';
import type { ProcessConfig } from '../../schema/process-config.js';
import { hasPassword } from './environment.js';
import { variablesIn } from './references.js';

/** A process whose checks can be written down, and what of them was left out since it is secret. */
export interface PublicChecks {
  readonly process: ProcessConfig;
  /** Keys such as `http.headers.Authorization`. */
  readonly hidden: readonly string[];
}

/**
 * Leaves secret headers and passwords out of the checks of a process, unless they are references.
 * @param secrets patterns of names whose values must not be shown
 */
export function withPublicChecks(process: ProcessConfig, secrets: readonly string[]): PublicChecks {
  const hidden: string[] = [];
  const probes = process.probes.map((probe) => {
    if (probe.kind !== 'http') return probe;
    const headers = Object.entries(probe.headers).filter(([name, value]) => {
      const isHidden = isSecret(name, secrets) && variablesIn(value).length === 0;
      if (isHidden) hidden.push(`http.headers.${name}`);
      return !isHidden;
    });
    const isPublic = !hasPassword(probe.url);
    if (!isPublic) hidden.push('http.url');
    const url = isPublic ? probe.url : probe.url.replace(/:\/\/[^/?#]*@/, '://');
    return { ...probe, url, headers: Object.fromEntries(headers) };
  });
  return { process: { ...process, probes }, hidden };
}
