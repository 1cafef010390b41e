import { describe, expect, it } from 'vitest';
import { RemoteEvents } from '../../../src/client/remote/events.js';
import type { EventMessage } from '../../../src/protocol/documents.js';
import { settle } from '../../ports/fake-spawner.js';

const event = (seq: number): EventMessage => ({ event: 'event', data: { seq, at: seq, event: 'started', name: 'api' } });

/** Streams of events, each as the test wrote it; the last does not end. */
function copyOf(...streams: readonly (readonly EventMessage[])[]) {
  const seen = { opened: 0, changes: 0 };
  async function* open(): AsyncGenerator<EventMessage> {
    const stream = streams[seen.opened] ?? [];
    seen.opened += 1;
    yield* stream;
    if (seen.opened >= streams.length) await new Promise(() => {});
  }
  const events = new RemoteEvents(open, () => {
    seen.changes += 1;
  });
  return { seen, events };
}

describe('A copy of the events of another program', () => {
  it('is fetched when it is read, once, and follows', async () => {
    const { seen, events } = copyOf([event(0), event(1)]);
    await settle();
    expect(seen.opened).toBe(0);
    expect(events.records).toEqual([]);
    await settle();
    expect(events.records.map(({ seq }) => seq)).toEqual([0, 1]);
    expect(events.records).toBe(events.records);
    expect(seen).toEqual({ opened: 1, changes: 2 });
  });

  it('asks again for what was missed, and has nothing twice', async () => {
    const { seen, events } = copyOf([event(0), event(1), { event: 'missed', data: { events: 2 } }], [0, 1, 2, 3, 4].map(event));
    void events.records;
    await expect.poll(() => events.records.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
    expect(seen.opened).toBe(2);
  });

  it('keeps as many as the watchdog does, however many come', async () => {
    const { events } = copyOf(Array.from({ length: 5000 }, (_, seq) => event(seq)));
    void events.records;
    await expect.poll(() => events.records.at(-1)?.seq).toBe(4999);
    expect([events.records.length, events.records[0]?.seq]).toEqual([1000, 4000]);
  });
});
