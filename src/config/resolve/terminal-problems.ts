import type { KeyPath, Problem } from '../problems/problem.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/**
 * What needs a terminal and has none, or cannot be beside one; known only with the defaults.
 * @param own what the process itself says
 * @param raw the same with the defaults that count
 * @param path of the process
 */
export function terminalProblems(own: RawMap, raw: RawMap, path: KeyPath): Problem[] {
  const problems: Problem[] = [];
  const complain = (key: 'stop' | 'readiness', part: string, message: string, hint: string): void => {
    const isOwn = isMap(own[key]) && own[key][part] !== undefined;
    problems.push({ path: [...(isOwn ? path : ['defaults']), key, part], at: 'value', message, hint });
  };
  const { stop, readiness, tty } = raw;
  if (isMap(stop) && typeof stop.keys === 'string') {
    if (tty !== true)
      complain('stop', 'keys', 'stop.keys are typed into a terminal, and it has none', 'add "tty: true", or give a signal');
    if (typeof stop.command === 'string') complain('stop', 'keys', 'stop has both command and keys', 'leave one of them out');
  }
  if (isMap(readiness) && readiness.fd !== undefined && tty === true) {
    complain('readiness', 'fd', 'a process with a terminal has no other descriptor', 'leave tty out, or use readiness.log');
  }
  return problems;
}
