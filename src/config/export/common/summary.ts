import { type Engine, type NoCounterpart, oneLine } from './exported.js';

/** What has no counterpart, each once with the processes that it is about, a line each. */
export function missingInWords(engine: Engine, missing: readonly NoCounterpart[]): readonly string[] {
  const processes = new Map<string, string[]>();
  for (const { process, key, instead } of missing) {
    const line = `${key} has no counterpart in ${engine}: ${instead}`;
    processes.set(line, [...(processes.get(line) ?? []), ...(process === null ? [] : [process])]);
  }
  return [...processes].map(([line, names]) => oneLine(names.length === 0 ? line : `${names.join(', ')}: ${line}`));
}
