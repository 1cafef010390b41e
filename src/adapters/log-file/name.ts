import { createHash } from 'node:crypto';

/** Of a longer name only so many bytes and a hash stand in the file's, which the system bounds to 255. */
const longest = 180;

/**
 * The name of a process's log file without its end, safe for any name: what is not plain is written as %XX. Two names never give the
 * same, also not one that looks like the rotated file of another.
 */
export function logFileStem(name: string): string {
  const escaped = encodeURIComponent(name)
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\./, '%2E')
    .replace(/\.(?=\d+$)/, '%2E');
  if (escaped.length <= longest) return escaped;
  return `${escaped.slice(0, longest - 20)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** The process whose log a stem is of; of a name that was too long, what is kept of it. */
export function nameOfStem(stem: string): string {
  const [whole = ''] = stem.split('~');
  try {
    return decodeURIComponent(whole);
  } catch {
    return whole; // cut inside an escape
  }
}

/** The name of a log file: 0 is the one that is written, 1 the newest that was rotated. */
export function logFileName(stem: string, rotation: number): string {
  return rotation === 0 ? `${stem}.log` : `${stem}.${rotation}.log`;
}
