import type { KeyPath } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { isMap } from '../schema/merge-defaults.js';
import type { ProcessConfig } from '../schema/process-config.js';
import type { Finding, LintedProcess } from './finding.js';

/** Dependencies on what can hardly come true; what can never is an error already. */
export function dependencyFindings(process: LintedProcess, others: ReadonlyMap<string, ProcessConfig>): readonly Finding[] {
  return process.config.dependsOn.flatMap(({ name, condition }): Finding[] => {
    const other = others.get(name);
    if (other === undefined || condition !== 'completed') return [];
    const key = edgeOf(process.written.dependsOn, name);
    if (other.policy.daemon) {
      const message = `${quote(name)} is a daemon, whose end has no exit code, so it never completes`;
      return [{ key, message, hint: 'wait for "started", "healthy" or "ended"' }];
    }
    if (other.policy.successExitCodes.length > 0) return [];
    const message = `${quote(name)} has no success code, so it never completes`;
    return [{ key, message, hint: `wait for "ended", or give ${quote(name)} successExitCodes` }];
  });
}

function edgeOf(written: unknown, name: string): KeyPath {
  if (Array.isArray(written)) return ['dependsOn', written.indexOf(name)];
  return isMap(written) && isMap(written[name]) ? ['dependsOn', name, 'condition'] : ['dependsOn', name];
}
