import * as z from 'zod';
import type { LineCounts } from '../ports/log-sink.js';
import type { OutputStream } from '../ports/spawner.js';
import { RequestRefused } from './refusal.js';

/** A place in one log. */
export interface LogPosition {
  /** The first line that was not examined. */
  readonly next: number;
  /** The lines before it, by stream; undefined where nothing is kept beyond memory. */
  readonly before?: LineCounts | undefined;
  /** Lines before it that had no end yet, and were not given. */
  readonly open: readonly OpenPosition[];
}

/** A line that had no end yet. */
export interface OpenPosition {
  readonly seq: number;
  readonly stream: OutputStream;
  /** How many lines of its stream came before it; undefined where nothing is kept beyond memory. */
  readonly ordinal?: number | undefined;
}

/** A place in every log of one run of a watchdog. */
export interface LogCursor {
  readonly run: string;
  readonly at: ReadonlyMap<string, LogPosition>;
}

const seq = z.int().min(0);
const place = z.strictObject({
  next: seq,
  before: z.strictObject({ stdout: seq, stderr: seq, watchdog: seq }).optional(),
  open: z.array(z.strictObject({ seq, stream: z.enum(['stdout', 'stderr']), ordinal: seq.optional() })).max(2),
});
const written = z.tuple([z.string(), z.record(z.string(), place)]);

/** A cursor as text, opaque to who keeps it. */
export function writeCursor({ run, at }: LogCursor): string {
  return Buffer.from(JSON.stringify([run, Object.fromEntries(at)])).toString('base64url');
}

/**
 * A cursor that was written.
 * @throws RequestRefused 400 for text that is none
 */
export function readCursor(text: string): LogCursor {
  try {
    const [run, places] = written.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { run, at: new Map(Object.entries(places)) };
  } catch {
    throw new RequestRefused(400, 'after: not a cursor that an answer gave as next');
  }
}
