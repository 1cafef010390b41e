import type { CrashCard } from '../../../src/policy/diagnosis/crash.js';
import type { ProcessDetails } from '../../../src/supervisor/process-details.js';

/** Details of a process that has not done anything yet, but for `fields`. */
export function sampleDetails(name: string, fields: Partial<ProcessDetails> = {}): ProcessDetails {
  return {
    name,
    configuration: `command: ${name}\nargs: []\n`,
    dependencies: [],
    dependents: [],
    probes: [],
    timeline: [],
    ends: [],
    container: null,
    usage: [],
    tree: null,
    ...fields,
  };
}

/** A crash card, but for `fields`. */
export function sampleCard(id: number, at: number, fields: Partial<CrashCard> = {}): CrashCard {
  return {
    id,
    at,
    firstAt: at,
    count: 1,
    exit: { code: 1, signal: null },
    words: 'exit code 1',
    ranMs: 2100,
    lines: [{ stream: 'stderr', text: `Error: number ${id}` }],
    cpu: null,
    memory: null,
    checks: [],
    causes: [],
    ...fields,
  };
}
