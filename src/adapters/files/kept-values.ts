import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { readKept, writeKept } from '../node/kept-file.js';

/** Milliseconds until a value is written, when the start is over. */
const keepLaterMs = 1000;
/** Values that are kept, and how large the largest may be, in bytes. */
const mostKept = 32;
const mostBytes = 4 * 1024 * 1024;

const prefix = 'value-';

/** Keeps what was made of something, from one start of the program to the next; may forget anything at any time. */
export interface KeptValues {
  /** The value that was kept for a key, or for another key: it says itself what it was made of. Undefined where there is none. */
  find(key: string): unknown;
  /**
   * Keeps a value for a key, a little later; it is dropped where the program ends before.
   * @param make returns it, of plain data; undefined for none, and what was kept before is removed
   */
  keep(key: string, make: () => unknown): void;
}

/**
 * Keeps values in a folder that belongs to this user, to one build of the program and to one version of Node. What is there and is not
 * what was written is as if there were nothing.
 * @param folder need not be there
 */
export function keptValues(folder: string): KeptValues {
  return {
    find: (key) => read(pathOf(folder, key)),
    keep(key, make) {
      setTimeout(() => {
        try {
          write(pathOf(folder, key), make());
        } catch {
          // The next start makes it again.
        }
      }, keepLaterMs).unref();
    },
  };
}

/** Two keys with the same name take each other's place. */
function pathOf(folder: string, key: string): string {
  return join(folder, `${prefix}${crc32(key).toString(16)}`);
}

function read(path: string): unknown {
  try {
    const code = readKept(path);
    return code === undefined ? undefined : deserialize(code);
  } catch {
    return undefined;
  }
}

function write(path: string, value: unknown): void {
  if (value === undefined) {
    rmSync(path, { force: true });
    return;
  }
  if (!isPlain(value)) return;
  const code = serialize(value);
  if (code.length > mostBytes) return;
  writeKept(path, code);
  removeOldest(dirname(path));
}

/** Whether it comes back as it is: an object of some class would come back without that. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol';
  if (value instanceof RegExp) return true;
  if (value instanceof Map) return [...value].every((entry) => entry.every(isPlain));
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}

function removeOldest(folder: string): void {
  const kept = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  for (const { path } of kept.sort((one, other) => other.at - one.at).slice(mostKept)) rmSync(path, { force: true });
}
