import type { KeyPath, Problem } from '../problems/problem.js';
import { checkKeys, isFreeKey, isMap, type RawMap } from '../schema/merge-defaults.js';
import type { Complaint } from '../schema/parts.js';
import { interpolate, type Lookup, portReference } from './interpolate.js';

/** Maps whose keys the user chooses, so that `x-` at their beginning means nothing. */
const openMaps = new Set(['env', 'headers', 'processes', 'dependsOn']);

type Change = (text: string, path: KeyPath) => string;

/** The port that `${port.…}` means at a path, as text, or what is wrong with it. */
export type PortAt = (body: string, path: KeyPath) => string | Complaint;

/** What is said of a port in a string that a shell runs. */
export const portInShell: Complaint = {
  message: `a shell runs this, and ${portReference}…} means nothing there`,
  hint: 'use $PORT, or put it into env',
};

/**
 * Puts variables into all strings of a configuration but those that a shell runs, where the shell does it: a command without
 * args, `exec`, `stop.command` and hooks. Keys stay as they are, and so does what is below keys that begin with `x-`.
 * @param report notified of what is wrong; the string then stays as it is
 * @param portAt without it there are no ports
 */
export function interpolateTree(
  configuration: RawMap,
  lookup: Lookup,
  report: (problem: Problem) => void,
  portAt?: PortAt,
): RawMap {
  const change: Change = (text, path) => {
    const result = interpolate(text, lookup, portAt && ((body) => portAt(body, path)));
    if ('text' in result) return result.text;
    report({ path, at: 'value', ...result.fault });
    return text;
  };
  return mapStrings(configuration, change, (text, path) => {
    if (portAt !== undefined && text.includes(portReference)) report({ path, at: 'value', ...portInShell });
  });
}

/**
 * A configuration with other strings in the places into which variables are put.
 * @param forAShell notified of the strings that stay, since a shell runs them
 */
export function mapStrings(
  configuration: RawMap,
  change: Change,
  forAShell: (text: string, path: KeyPath) => void = () => {},
): RawMap {
  const walk = (value: unknown, path: KeyPath): unknown => {
    if (typeof value === 'string' && isForAShell(path)) {
      // Whether a command is for a shell is found out below.
      if (!isCommand(path)) forAShell(value, path);
      return value;
    }
    if (typeof value === 'string') return change(value, path);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (!isMap(value)) return value;
    const isOpen = openMaps.has(String(path.at(-1)));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, !isOpen && isFreeKey(key) ? item : walk(item, [...path, key])]),
    );
  };
  const whole = walk(configuration, []) as RawMap;
  return isMap(whole.processes)
    ? { ...whole, processes: withCommands(whole.processes, whole.defaults, change, forAShell) }
    : whole;
}

/** Whether a command is for a shell is known only together with the defaults. */
function withCommands(
  processes: RawMap,
  defaults: unknown,
  change: Change,
  forAShell: (text: string, path: KeyPath) => void,
): RawMap {
  const usual = isMap(defaults) ? defaults : {};
  return Object.fromEntries(
    Object.entries(processes).map(([name, own]) => {
      if (!isMap(own)) return [name, own];
      const all = { ...usual, ...own };
      const isForShell = all.shell ?? all.args === undefined;
      if (typeof all.command !== 'string') return [name, own];
      const path = own.command === undefined ? ['defaults', 'command'] : ['processes', name, 'command'];
      if (isForShell === true || typeof isForShell === 'string') {
        forAShell(all.command, path);
        return [name, own];
      }
      return [name, { ...own, command: change(all.command, path) }];
    }),
  );
}

function isForAShell(path: KeyPath): boolean {
  const [key, parent] = [path.at(-1), path.at(-2)];
  if (key === 'exec') return checkKeys.some((check) => check === parent);
  if (isHook(path)) return true;
  return key === 'command' && (parent === 'stop' || isCommand(path));
}

/** Whether this is the command of a process, or that of the defaults. */
function isCommand(path: KeyPath): boolean {
  if (path.at(-1) !== 'command') return false;
  return (path[0] === 'processes' && path.length === 3) || (path[0] === 'defaults' && path.length === 2);
}

function isHook([first, second, third, ...rest]: KeyPath): boolean {
  if (first === 'hooks') return third === undefined;
  if (first === 'defaults') return second === 'hooks' && rest.length === 0;
  return first === 'processes' && third === 'hooks' && rest.length === 1;
}
