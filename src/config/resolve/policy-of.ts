import type { ProbePolicy } from '../../policy/health/probing.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import type { ParsedProcess } from '../schema/process.js';
import { restartPolicyOf } from './restart-policy.js';

const defaultMaxBackoffMs = 30_000;

/**
 * Everything that decides the life of a process.
 * @param shell whether a shell runs it
 * @param probes how its checks are asked
 */
export function policyOf(parsed: ParsedProcess, shell: boolean, probes: readonly ProbePolicy[]): ProcessPolicy {
  const { stop, memory } = parsed;
  return {
    ...restartPolicyOf(parsed, defaultMaxBackoffMs),
    fatalExitCodes: parsed.fatalExitCodes,
    shell,
    daemon: parsed.daemon,
    stop: { signal: stop.signal, graceMs: stop.grace, byCommand: stop.command !== null, byKeys: stop.keys !== null },
    memory: memory == null ? null : { maxBytes: memory.max, forMs: memory.for },
    probes,
  };
}
