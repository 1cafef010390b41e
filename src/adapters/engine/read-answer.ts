import { plainText } from '../../policy/words/plain-text.js';
import { EngineFault } from '../../ports/container-engine.js';

/** A map in an answer of the engine. Nothing in it is taken for granted: engines differ, and leave things out. */
type Answer = Readonly<Record<string, unknown>>;

/** Milliseconds since 1970; 0 for never, which engines write as the year 1. */
export function wallTime(value: unknown): number {
  const ms = Date.parse(text(value));
  return Number.isNaN(ms) || ms < 0 ? 0 : ms;
}

/**
 * An answer of the engine.
 * @throws what `fault` makes where it is no JSON
 */
export function parse(body: string, fault: () => EngineFault = noEngine): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw fault();
  }
}

/** What is said of an answer that no engine gives. */
export function noEngine(): EngineFault {
  return new EngineFault('away', 'what answers there is not a container engine');
}

/** What is a map, or an empty one. */
export function map(value: unknown): Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Answer) : {};
}

/** What is a list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text without control characters but line feeds and tabs; empty for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? plainText(value) : '';
}

/** A finite number; 0 for anything else. */
export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
