import { plainLine } from './plain-text.js';

const longest = 40;

/** The name that a client gives itself as it is shown: printable, at most 40 characters; undefined where nothing of it is left. */
export function clientNameOf(given: unknown): string | undefined {
  const plain = typeof given === 'string' ? plainLine(given.slice(0, 10 * longest)) : '';
  const kept = plain
    .replace(/[^\p{L}\p{N}\p{P} ]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
  return [...kept].slice(0, longest).join('').trim() || undefined;
}
