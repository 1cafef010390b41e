/** A map as written, before the schema has seen it. */
export type RawMap = Readonly<Record<string, unknown>>;

/** Whether a value is a map with keys. */
export function isMap(value: unknown): value is RawMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a key means nothing to us, and may be anywhere: one of an extension, or for editors. */
export function isFreeKey(key: string): boolean {
  return key.startsWith('x-') || key === '$schema';
}

/** What a map as written has at a path of keys and list positions; undefined where that leads nowhere. */
export function valueAt(map: RawMap, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined;
    return isMap(value) ? value[key] : undefined;
  }, map);
}

/** The keys that hold a check. */
export const checkKeys = ['healthCheck', 'readiness', 'liveness'] as const;

/** The keys of a check that say what it asks, of which it has one. */
export const checkKinds = ['http', 'tcp', 'exec', 'log', 'fd'] as const;

const mergedByKey = ['env', 'backoff', 'circuit', 'stop', 'memory', 'hooks', 'logs', 'deploy'];

/**
 * Fills what a process does not say from `defaults`, key by key, also inside the maps of settings above; lists replace.
 * A default check that asks nothing lends only its times, to processes that have a check of their own under the same key.
 */
export function withDefaults(own: RawMap, defaults: RawMap): RawMap {
  const merged = fill(own, defaults);
  for (const key of mergedByKey) {
    if (isMap(own[key]) && isMap(defaults[key])) merged[key] = fill(own[key], defaults[key]);
  }
  const replaced = replacedChecks(own);
  for (const key of checkKeys) {
    const check = checkOf(own[key], replaced.includes(key) ? undefined : defaults[key]);
    if (check === undefined) delete merged[key];
    else merged[key] = check;
  }
  return merged;
}

/** A healthCheck and the pair that can be given apart take each other's place. */
function replacedChecks(own: RawMap): readonly string[] {
  if (own.healthCheck !== undefined) return ['readiness', 'liveness'];
  return own.readiness !== undefined || own.liveness !== undefined ? ['healthCheck'] : [];
}

function checkOf(own: unknown, usual: unknown): unknown {
  if (!isMap(usual)) return own === undefined ? usual : own;
  if (own === undefined) return asksSomething(usual) ? usual : undefined;
  return isMap(own) ? fill(own, withoutOtherKinds(usual, own)) : own;
}

/** Whether a check, as written, says what to ask. */
export function asksSomething(check: RawMap): boolean {
  return checkKinds.some((kind) => check[kind] !== undefined);
}

/** A check without what it asks, but for the kind that another one asks; the whole of it where the other asks nothing. */
function withoutOtherKinds(check: RawMap, other: RawMap): RawMap {
  if (!asksSomething(other)) return check;
  return Object.fromEntries(
    Object.entries(check).filter(([key]) => !checkKinds.some((kind) => kind === key) || other[key] !== undefined),
  );
}

function fill(own: RawMap, defaults: RawMap): Record<string, unknown> {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

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
