import type { KeyPath, Problem } from '../problems/problem.js';
import { checkKeys, isMap, type RawMap } from '../schema/merge-defaults.js';
import { interpolate, type Lookup } from './interpolate.js';

/** Maps whose keys the user chooses, so that `x-` at their beginning means nothing. */
const openMaps = new Set(['env', 'headers', 'processes', 'dependsOn']);

type Change = (text: string, path: KeyPath) => string;

/**
 * Puts variables into all strings of a configuration but those that a shell runs, where the shell does it: a command without
 * args, `exec` and `stop.command`. Keys stay as they are, and so does what stands below keys that begin with `x-`.
 * @param report told of what is wrong; the string then stays as it is
 */
export function interpolateTree(configuration: RawMap, lookup: Lookup, report: (problem: Problem) => void): RawMap {
  return mapStrings(configuration, (text, path) => {
    const result = interpolate(text, lookup);
    if ('text' in result) return result.text;
    report({ path, at: 'value', ...result.fault });
    return text;
  });
}

/** A configuration with other strings in the places into which variables are put. */
export function mapStrings(configuration: RawMap, change: Change): RawMap {
  const walk = (value: unknown, path: KeyPath): unknown => {
    if (typeof value === 'string') return isForAShell(path) ? value : change(value, path);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (!isMap(value)) return value;
    const isOpen = openMaps.has(String(path.at(-1)));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, !isOpen && key.startsWith('x-') ? item : walk(item, [...path, key])]),
    );
  };
  const whole = walk(configuration, []) as RawMap;
  return isMap(whole.processes) ? { ...whole, processes: withCommands(whole.processes, whole.defaults, change) } : whole;
}

/** Whether a command is for a shell is known only together with the defaults. */
function withCommands(processes: RawMap, defaults: unknown, change: Change): RawMap {
  const usual = isMap(defaults) ? defaults : {};
  return Object.fromEntries(
    Object.entries(processes).map(([name, own]) => {
      if (!isMap(own)) return [name, own];
      const all = { ...usual, ...own };
      const isForShell = all.shell ?? all.args === undefined;
      if (isForShell === true || typeof isForShell === 'string' || typeof all.command !== 'string') return [name, own];
      const path = own.command === undefined ? ['defaults', 'command'] : ['processes', name, 'command'];
      return [name, { ...own, command: change(all.command, path) }];
    }),
  );
}

function isForAShell(path: KeyPath): boolean {
  const [key, parent] = [path.at(-1), path.at(-2)];
  if (key === 'exec') return checkKeys.some((check) => check === parent);
  if (key !== 'command') return false;
  return parent === 'stop' || (path[0] === 'processes' && path.length === 3) || (path[0] === 'defaults' && path.length === 2);
}
