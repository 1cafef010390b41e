import { closeSync, openSync, readSync } from 'node:fs';
import type { Random } from '../../ports/clock.js';

/** Random numbers of Node. */
export const nodeRandom: Random = () => Math.random();

/** A word that no other run has, in the form of a UUID. Read from the system: to load node:crypto takes longer than to start a child. */
export function uniqueId(): string {
  const bytes = Buffer.alloc(16);
  const file = openSync('/dev/urandom', 'r');
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  // Version 4, variant 1. Source: RFC 9562, section 5.4.
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
