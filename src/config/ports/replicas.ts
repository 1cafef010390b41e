import { mostReplicas } from '../schema/limits.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';

/** How many replicas processes were scaled to, by the name that they have in the file. */
export type Scaled = ReadonlyMap<string, number>;

/** The name of a replica. @param number from 1 */
function replicaName(heading: string, number: number): string {
  return `${heading}-${number}`;
}

/** How many replicas a process has; undefined where it is a single one. What the schema refuses counts as one. */
export function replicaCount(heading: string, written: unknown, scaled: Scaled): number | undefined {
  if (written === undefined || written === null) return undefined;
  const count = scaled.get(heading) ?? written;
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= mostReplicas ? count : 1;
}

/** The names of the processes that stand behind a name of the file. */
export function unitNames(heading: string, count: number | undefined): readonly string[] {
  if (count === undefined) return [heading];
  return Array.from({ length: count }, (_, index) => replicaName(heading, index + 1));
}

/** What a process says under a key, or the defaults for it. */
export function givenValue(own: RawMap, defaults: unknown, key: string): unknown {
  return own[key] === undefined && isMap(defaults) ? defaults[key] : own[key];
}
