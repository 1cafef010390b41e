import type { Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/** The port of the first process of a Procfile where PORT does not say; foreman and overmind begin there too. */
export const usualPort = 5000;
const largestPort = 65_535;

/** The port to count from: what the settings beside the Procfile say, then `.env`, which Foreman believes before the shell. */
export function basePortOf(
  settings: string | undefined,
  dotenv: string | undefined,
  shell: string | undefined,
): string | undefined {
  return [settings, dotenv, shell].find((port) => port !== undefined && port !== '');
}

/**
 * Gives each process of a Procfile a PORT of its own, as foreman and overmind do: the one to count from, and 100 more for each line
 * that is before it. A PORT of its own that another file gives it stays.
 * @param offsets what is added for each of its processes, in its order
 * @param written the PORT to count from; undefined means the usual one
 */
export function withProcfilePorts(
  value: RawMap,
  offsets: ReadonlyMap<string, number>,
  written: string | undefined,
): { readonly value: RawMap; readonly problems: readonly Problem[] } {
  const { processes } = value;
  const [first] = offsets.keys();
  if (first === undefined || !isMap(processes)) return { value, problems: [] };
  const base = written === undefined ? usualPort : Number(written);
  if (!Number.isInteger(base) || base < 1 || base + Math.max(...offsets.values()) > largestPort) {
    const message = `the variable PORT is ${quote(written ?? '')}, from which no ports up to ${largestPort} can be counted`;
    const hint = `each process gets one, in steps of 100; set PORT to a number such as ${usualPort}`;
    return { value, problems: [{ path: ['processes', first], at: 'key', message, hint }] };
  }
  const ported = [...offsets].flatMap(([name, offset]) => {
    const own = processes[name];
    if (!isMap(own)) return [];
    const env = isMap(own.env) ? own.env : {};
    return [[name, { ...own, env: { PORT: String(base + offset), ...env } }]];
  });
  return { value: { ...value, processes: { ...processes, ...Object.fromEntries(ported) } }, problems: [] };
}
