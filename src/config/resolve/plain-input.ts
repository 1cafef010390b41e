import { fileURLToPath } from 'node:url';

/** Deeper than any configuration is. */
const mostLevels = 12;

/**
 * What code gives, in the way a file would have it: objects of classes with their getters, `process.env` and the like as maps, without
 * what is undefined; a URL as its text, that of a file as the path. Functions stay.
 */
export function plainInput(value: unknown, levels = mostLevels): unknown {
  if (typeof value !== 'object' || value === null || value instanceof RegExp || levels === 0) return value;
  if (value instanceof URL) return value.protocol === 'file:' ? fileURLToPath(value) : value.href;
  if (Array.isArray(value)) return value.map((each) => plainInput(each, levels - 1));
  const entries = keysOf(value).map((key) => [key, plainInput(Reflect.get(value, key), levels - 1)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

/** The own keys, and the getters of its classes. */
function keysOf(value: object): readonly string[] {
  const keys = new Set(Object.keys(value));
  for (let type = Object.getPrototypeOf(value); type !== null && type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type))) if (get !== undefined) keys.add(key);
  }
  return [...keys];
}
