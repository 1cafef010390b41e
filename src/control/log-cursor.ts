import * as z from 'zod';
import { RequestRefused } from './refusal.js';

/** A place in one log. */
export interface LogPosition {
  /** The first line that was not looked at. */
  readonly next: number;
  /** Lines before it that had no end yet, and were not given. */
  readonly open: readonly number[];
}

/** A place in every log of one run of a watchdog. */
export interface LogCursor {
  readonly run: string;
  readonly at: ReadonlyMap<string, LogPosition>;
}

const seq = z.int().min(0);
const written = z.tuple([z.string(), z.record(z.string(), z.array(seq).min(1).max(3))]);

/** A cursor as text, opaque to who keeps it. */
export function writeCursor({ run, at }: LogCursor): string {
  const places = Object.fromEntries([...at].map(([name, { next, open }]) => [name, [next, ...open]]));
  return Buffer.from(JSON.stringify([run, places])).toString('base64url');
}

/**
 * A cursor that was written.
 * @throws RequestRefused 400 for text that is none
 */
export function readCursor(text: string): LogCursor {
  try {
    const [run, places] = written.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const at = Object.entries(places).map(([name, [next, ...open]]) => [name, { next: next!, open }] as const);
    return { run, at: new Map(at) };
  } catch {
    throw new RequestRefused(400, 'after: not a cursor that an answer gave as next');
  }
}
