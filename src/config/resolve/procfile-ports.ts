import type { Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/** The port of the first process of a Procfile where PORT does not say; foreman and overmind begin there too. */
const usualPort = 5000;
const step = 100;
const largestPort = 65_535;

/** The port that the process at a position of a Procfile gets as PORT. */
export function procfilePort(index: number, base = usualPort): number {
  return base + index * step;
}

/**
 * Gives each process of a Procfile a PORT of its own, as foreman and overmind do: PORT of the shell or of `.env`, else 5000, and
 * 100 more for each that stands before it. A PORT of its own that another file gives it stays.
 * @param names those of the Procfile, in its order
 * @param written the PORT to count from
 */
export function withProcfilePorts(
  value: RawMap,
  names: readonly string[],
  written: string | undefined,
): { readonly value: RawMap; readonly problems: readonly Problem[] } {
  const { processes } = value;
  if (names.length === 0 || !isMap(processes)) return { value, problems: [] };
  const base = written === undefined || written === '' ? usualPort : Number(written);
  const last = procfilePort(names.length - 1, base);
  if (!Number.isInteger(base) || base < 1 || last > largestPort) {
    const message = `the variable PORT is ${quote(written ?? '')}, from which no ports up to ${largestPort} can be counted`;
    const hint = `each process gets one, in steps of ${step}; set PORT to a number such as ${usualPort}`;
    return { value, problems: [{ path: ['processes', names[0]!], at: 'key', message, hint }] };
  }
  const ported = names.flatMap((name, index) => {
    const own = processes[name];
    if (!isMap(own)) return [];
    const env = isMap(own.env) ? own.env : {};
    return [[name, { ...own, env: { PORT: String(procfilePort(index, base)), ...env } }]];
  });
  return { value: { ...value, processes: { ...processes, ...Object.fromEntries(ported) } }, problems: [] };
}
