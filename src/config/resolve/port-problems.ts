import type { KeyPath, Problem } from '../problems/problem.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/**
 * Ports that several replicas would want at once.
 * @param own what the process itself says
 * @param raw the same with the defaults that count
 * @param path of the process
 */
export function portProblems(own: RawMap, raw: RawMap, path: KeyPath): Problem[] {
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
