/** A map as written, before the schema has seen it. */
export type RawMap = Readonly<Record<string, unknown>>;

/** Whether a value is a map with keys. */
export function isMap(value: unknown): value is RawMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const mergedByKey = ['env', 'backoff', 'circuit', 'stop'];

/**
 * Fills what a process does not say from `defaults`, key by key, also inside env, backoff, circuit and stop; lists replace.
 * A default health check without http or exec lends only its times, to processes that have a check of their own.
 */
export function withDefaults(own: RawMap, defaults: RawMap): RawMap {
  const merged = fill(own, defaults);
  for (const key of mergedByKey) {
    if (isMap(own[key]) && isMap(defaults[key])) merged[key] = fill(own[key], defaults[key]);
  }
  if (isMap(defaults.healthCheck)) {
    const healthCheck = mergeHealthCheck(own.healthCheck, defaults.healthCheck);
    if (healthCheck === undefined) delete merged.healthCheck;
    else merged.healthCheck = healthCheck;
  }
  return merged;
}

function mergeHealthCheck(own: unknown, defaults: RawMap): unknown {
  if (own === undefined) return asksSomething(defaults) ? defaults : undefined;
  if (!isMap(own)) return own;
  const { http, exec, ...times } = defaults;
  return fill(own, asksSomething(own) ? times : defaults);
}

/** Whether a health check, as written, says what to ask. */
export function asksSomething(healthCheck: RawMap): boolean {
  return healthCheck.http !== undefined || healthCheck.exec !== undefined;
}

function fill(own: RawMap, defaults: RawMap): Record<string, unknown> {
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}
