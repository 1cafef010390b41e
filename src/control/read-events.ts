import * as z from 'zod';
import type { EventRecord } from '../protocol/documents.js';
import type { EventPage } from '../protocol/pages.js';
import { nameIn } from '../supervisor/events/history.js';
import { RequestRefused } from './refusal.js';

/** What is asked for. */
export interface EventsRequest {
  /** Undefined means all, and what is of the whole run. */
  readonly names: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const written = z.tuple([z.string(), z.int().min(0)]);

/**
 * The events after a cursor, the oldest first, as many as one answer holds; without one, the newest.
 * @param run the run of the watchdog, which its cursors carry
 * @throws RequestRefused 400 for a cursor that is none
 */
export function readEvents(kept: readonly EventRecord[], run: string, { names, after, limit }: EventsRequest): EventPage {
  const given = after === undefined ? undefined : readCursor(after);
  const from = given?.run === run ? given.next : undefined;
  const asked = kept.filter(
    (record) => record.seq >= (from ?? 0) && (names === undefined || names.includes(nameIn(record) ?? '')),
  );
  const events = from === undefined ? asked.slice(-limit) : asked.slice(0, limit);
  const more = from !== undefined && asked.length > limit;
  const end = (kept.at(-1)?.seq ?? -1) + 1;
  const next = more ? events.at(-1)!.seq + 1 : Math.max(from ?? 0, end);
  return {
    events,
    missed: from === undefined ? 0 : Math.max(0, end - from - kept.filter(({ seq }) => seq >= from).length),
    next: Buffer.from(JSON.stringify([run, next])).toString('base64url'),
    more,
    startedOver: given !== undefined && from === undefined,
  };
}

function readCursor(text: string): { readonly run: string; readonly next: number } {
  try {
    const [run, next] = written.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { run, next };
  } catch {
    throw new RequestRefused(400, 'after: not a cursor that an answer gave as next');
  }
}
