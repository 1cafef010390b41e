import type { EventRecord } from '../../supervisor/events/history.js';
import { eventWords } from './event-words.js';

/** The events that hold all of these words, in any order and case: in the name of their process, of themselves or in what they say. */
export function filterEvents(records: readonly EventRecord[], words: string): readonly EventRecord[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return records;
  return records.filter((record) => {
    const { whose, text } = eventWords(record);
    const all = `${whose} ${record.event} ${text}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

/** The events that report a new state before the record of its transition does. */
const tellers: Readonly<Record<string, readonly string[]>> = {
  starting: ['starting'],
  running: ['started'],
  stopped: ['stopped'],
  backoff: ['backoff'],
  waiting: ['waiting'],
  circuit_open: ['circuit_open'],
  failed: ['error', 'max_restarts'],
};

/** The events without what only repeats. */
export function withoutRepeats(records: readonly EventRecord[]): readonly EventRecord[] {
  return records.filter(repeatFilter());
}

/**
 * Says of each event, in their order, whether it reports something new: not a health check that passes as the one before did, nor a
 * transition that the event before has reported.
 */
export function repeatFilter(): (record: EventRecord) => boolean {
  const passing = new Set<unknown>();
  const last = new Map<unknown, string>();
  return ({ event, name, to, kind }) => {
    // The end itself was reported before.
    if (event === 'crashed' && kind === null) return false;
    const before = last.get(name);
    // The cause of an end comes late, between what belongs together.
    if (event !== 'crashed') last.set(name, event);
    if (event === 'state') return before === undefined || !tellers[String(to)]?.includes(before);
    if (event === 'health_failed' || event === 'starting' || event === 'registered') passing.delete(name);
    if (event !== 'health_ok') return true;
    const isNew = !passing.has(name);
    passing.add(name);
    return isNew;
  };
}
