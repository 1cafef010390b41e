import { guessKey } from '../problems/guess-key.js';
import { asksNothing, type KeyPath, type Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { dependsOn } from '../schema/depends-on.js';
import { asksSomething, checkKeys, isFreeKey, isMap, type RawMap, withDefaults } from '../schema/merge-defaults.js';
import { once } from '../schema/parts.js';
import { processKeys, processSchema } from '../schema/process.js';
import { problemsOf } from '../schema/zod-problems.js';
import type { DependencyNode } from './dependency-problems.js';
import { scheduleProblems, withScheduleDefaults } from './schedule-rules.js';
import { terminalProblems } from './terminal-problems.js';
import { waitProblems } from './wait-problems.js';

/** A process of a file on its way: with the defaults filled in, and what that showed to be wrong. */
export interface ProcessDraft extends DependencyNode {
  readonly problems: readonly Problem[];
}

/**
 * Fills the defaults into one process.
 * @param isClean false where the schema already found fault with the process or the defaults; then its dependencies are
 * still read, for the sake of the others, and only what the schema cannot see is reported
 */
export function draftProcess(name: string, own: RawMap, defaults: RawMap, isClean: boolean): ProcessDraft {
  const path = ['processes', name];
  const raw = withScheduleDefaults(withDefaults(own, defaults));
  const written = dependsOn.safeParse(raw.dependsOn ?? [], once);
  const base = [...(own.dependsOn === undefined ? ['defaults'] : path), 'dependsOn'];
  const draft = {
    name,
    dependsOn: written.success ? written.data : [],
    pathOf: (dependency: string, part: 'name' | 'condition') => edgePath(raw.dependsOn, base, dependency, part),
  };
  const problems = [
    ...waitProblems(own, raw, path),
    ...terminalProblems(own, raw, path),
    ...scheduleProblems(own, raw, path),
    ...portProblems(own, raw, path),
  ];
  if (raw.command === undefined && !Object.keys(raw).some(isMeantAsCommand)) {
    problems.push({ path, at: 'key', message: `process ${quote(name)} has no command`, hint: 'add "command: …"' });
  }
  if (!isClean) return { ...draft, parsed: undefined, problems };
  const parsed = processSchema.safeParse(raw, once);
  if (!parsed.success) problems.push(...problemsOf(parsed.error, raw, path));
  for (const key of checkKeys) {
    const check = raw[key];
    if (isMap(check) && !asksSomething(check)) problems.push(asksNothing([...path, key]));
  }
  return { ...draft, parsed: parsed.data, problems };
}

/** Whether a key has been complained about as a slip of `command`. */
function isMeantAsCommand(key: string): boolean {
  const known = Object.keys(processKeys);
  return !known.includes(key) && !isFreeKey(key) && guessKey(key, known) === 'command';
}

function edgePath(written: unknown, base: KeyPath, dependency: string, part: 'name' | 'condition'): KeyPath {
  if (Array.isArray(written)) return [...base, written.indexOf(dependency)];
  const edge = isMap(written) ? written[dependency] : undefined;
  return part === 'condition' && isMap(edge) ? [...base, dependency, 'condition'] : [...base, dependency];
}

/**
 * Ports that several replicas would want at once.
 * @param own what the process itself says
 * @param raw the same with the defaults that count
 * @param path of the process
 */
function portProblems(own: RawMap, raw: RawMap, path: KeyPath): Problem[] {
  const { port, replicas } = raw;
  if (replicas === undefined || replicas === null || port === undefined || port === null) return [];
  const base = [...(own.port === undefined ? ['defaults'] : path), 'port'];
  const entries = isMap(port)
    ? Object.entries(port).map(([key, value]) => [[...base, key], value] as const)
    : [[base, port] as const];
  return entries.flatMap(([at, value]): Problem[] => {
    if (value === 'auto') return [];
    const message = 'port: replicas cannot share a port';
    return [{ path: at, at: 'value', message, hint: 'write auto, which gives each its own' }];
  });
}
