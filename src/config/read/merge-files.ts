import { checkKeys, isMap, type RawMap, withoutOtherKinds } from '../schema/merge-defaults.js';

/** Merges configurations as written, key by key at every depth: the later wins, and what is not a map replaces. */
export function mergeFiles(values: readonly RawMap[]): RawMap {
  return values.reduce((earlier, later) => mergeMaps(earlier, later));
}

function mergeMaps(earlier: RawMap, later: RawMap): RawMap {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = earlier[key];
    if (!isMap(before) || !isMap(value)) merged[key] = value;
    else merged[key] = mergeMaps(checkKeys.some((check) => check === key) ? withoutOtherKinds(before, value) : before, value);
  }
  return merged;
}
