import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { environmentPairs, textsOf } from '../common/values.js';

/** Keys that stand for the tags `!reset` and `!override`, and that no compose file has. */
export const resetKey = '\0reset';
export const overrideKey = '\0override';

/** Lists that a later file replaces; all others it adds to. */
const replacedLists = new Set(['command', 'entrypoint', 'test']);

/** Whether a value is to be as if it had never been written. */
function isReset(value: unknown): boolean {
  return isMap(value) && value[resetKey] === true;
}

/** Whether a value takes the place of the earlier one instead of being merged with it. */
function isReplaced(value: unknown): value is RawMap {
  return isMap(value) && Object.hasOwn(value, overrideKey);
}

/** Merges one compose file over another, as docker compose does. */
export function mergeFile(earlier: RawMap, later: RawMap): RawMap {
  const { services: before, ...rest } = earlier;
  const { services: after, include: _, ...own } = later;
  const merged: Record<string, unknown> = { ...(isMap(before) ? before : {}) };
  for (const [name, service] of Object.entries(isMap(after) ? after : {})) {
    const base = merged[name];
    // Without an earlier one the mark stays, for a file that this one is laid over.
    if (isReset(service) && base !== undefined) delete merged[name];
    else merged[name] = isMap(base) && isMap(service) && !isReplaced(service) ? mergeService(base, service) : service;
  }
  return { ...mergeMaps(rest, own), services: merged };
}

/** Merges one service over another. */
export function mergeService(earlier: RawMap, later: RawMap): RawMap {
  return mergeMaps(normal(earlier), normal(later));
}

/** What can be written as a list or as a map is a map, so that both can be merged. */
function normal(service: RawMap): RawMap {
  const { depends_on: dependsOn, environment } = service;
  return {
    ...service,
    ...(Array.isArray(dependsOn)
      ? { depends_on: Object.fromEntries(textsOf(dependsOn).map((name) => [name, { condition: 'service_started' }])) }
      : {}),
    ...(Array.isArray(environment) ? { environment: Object.fromEntries(environmentPairs(environment)) } : {}),
  };
}

/** A value without the marks of the tags, where all files are merged. */
export function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isMap(value)) return value;
  if (isReplaced(value)) return withoutMarks(value[overrideKey]);
  const own = Object.entries(value).filter(([, item]) => !isReset(item));
  return Object.fromEntries(own.map(([key, item]) => [key, withoutMarks(item)]));
}

function mergeMaps(earlier: RawMap, later: RawMap): RawMap {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = merged[key];
    if (isReset(value) && before !== undefined) delete merged[key];
    else if (isReplaced(value) && before !== undefined) merged[key] = value[overrideKey];
    else if (isMap(before) && isMap(value)) merged[key] = mergeMaps(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && !replacedLists.has(key)) merged[key] = [...before, ...value];
    else merged[key] = value;
  }
  return merged;
}
