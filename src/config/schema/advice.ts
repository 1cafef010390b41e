import { parseDuration } from '../../policy/words/duration.js';
import { parseSize } from '../../policy/words/size.js';
import type { KeyPath } from '../problems/problem.js';
import { quote, showValue } from '../problems/words.js';
import { checkKeys } from './merge-defaults.js';
import { signalHint, signalOf } from './signal-name.js';
import { smallestMemory } from './size.js';

/** Lists of numbers. */
const numberLists: readonly unknown[] = ['ports', 'successExitCodes', 'fatalExitCodes'];

/** What to write where a string is wanted; undefined where that cannot be known. */
export function stringAdvice(path: KeyPath, value: unknown): string | undefined {
  const key = path.at(-1);
  if (key === 'command' && path.at(-2) !== 'stop' && Array.isArray(value))
    return 'give the program here, and the rest of the list in args';
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  if (key === 'signal') return signalHint(String(value));
  return key === 'url' ? 'write one that begins with http:// or https://' : 'put it in quotes';
}

/** What to write where a list is wanted, and one value is given. */
export function listAdvice(path: KeyPath, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (!numberLists.includes(path.at(-1))) return `write ${listOf([value])}`;
  return /^\d+$/.test(String(value)) ? `write [${value}]` : undefined;
}

/** What to write where a map is wanted: the map that says the same. */
export function mapAdvice(path: KeyPath, value: unknown): string | undefined {
  const key = String(path.at(-1));
  if (key === 'env' && Array.isArray(value)) return 'write NAME: "value" for each';
  if (typeof value === 'string' && /^https?:/.test(value) && checkKeys.some((check) => check === key))
    return `write {http: ${quote(value)}}`;
  if (key === 'watch' && Array.isArray(value)) return `write {paths: ${listOf(value)}}`;
  return typeof value === 'string' || typeof value === 'number' ? valueAdvice.get(key)?.(value) : undefined;
}

/** For maps in whose place a single value most likely is one of their keys. */
const valueAdvice: ReadonlyMap<string, (value: string | number) => string> = new Map([
  ['watch', (value: string | number) => `write {paths: ${listOf([value])}}`],
  ['deploy', (value) => `write {image: ${quote(String(value))}}`],
  ['memory', memoryAdvice],
  ['stop', stopAdvice],
]);

function memoryAdvice(value: string | number): string {
  const bytes = parseSize(value) ?? 0;
  if (bytes >= parseSize(smallestMemory)!) return `write {max: ${showValue(value)}}`;
  return 'write {max: 512MB}, with a size such as 500kB, 10MB or 1GB';
}

function stopAdvice(value: string | number): string {
  const signal = signalOf(String(value));
  if (signal !== undefined) return `write {signal: ${quote(signal)}}`;
  if (parseDuration(value) !== undefined) return `write {grace: ${showValue(value)}}`;
  return 'the keys here are signal, grace, command, keys and scope';
}

function listOf(values: readonly unknown[]): string {
  const texts = values.map((value) => showValue(typeof value === 'number' ? String(value) : value));
  return `[${texts.join(', ')}]`;
}
