import { quote } from '../problems/words.js';
import type { ProcessConfig } from '../schema/process-config.js';
import type { Finding, LintedProcess } from './finding.js';

/**
 * Fixed ports that an earlier process of the file has too.
 * @param earlier those that are before it in the file
 */
export function portFindings(process: LintedProcess, earlier: readonly ProcessConfig[]): readonly Finding[] {
  const { config } = process;
  return config.ports.flatMap((port, index): Finding[] => {
    const other = earlier.find((one) => one.ports.includes(port) && mayRunTogether(one, config));
    if (other === undefined) return [];
    const message = `port ${port} is needed by ${quote(other.name)} too, and only one of them can have it`;
    const key = config.port.some((given) => given.port === port) ? ['port'] : ['ports', index];
    return [{ key, message, hint: 'give one of them another port', ofOne: true }];
  });
}

function mayRunTogether(one: ProcessConfig, other: ProcessConfig): boolean {
  const areAlternatives =
    one.profiles.length > 0 && other.profiles.length > 0 && !one.profiles.some((profile) => other.profiles.includes(profile));
  return !areAlternatives && !runsAfter(one, other) && !runsAfter(other, one);
}

/** Whether one starts only once the other has ended. */
function runsAfter(later: ProcessConfig, earlier: ProcessConfig): boolean {
  return later.dependsOn.some(
    ({ name, condition }) => name === earlier.name && (condition === 'completed' || condition === 'ended'),
  );
}
