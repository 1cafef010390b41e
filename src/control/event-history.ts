import type { Clock } from '../ports/clock.js';
import { type EventName, eventTable } from '../supervisor/events.js';
import type { Watchdog } from '../watchdog.js';
import type { EventRecord } from './protocol.js';

/** How many events are kept for those who ask later. */
const keptEvents = 1000;

/** The last events of a watchdog, and the way to hear of the next. Output is not among them: the log has it. */
export class EventHistory {
  readonly #clock: Clock;
  readonly #listeners = new Set<(record: EventRecord) => void>();
  #kept: EventRecord[] = [];
  #nextSeq = 0;

  /** Begins to listen, and goes on as long as the watchdog is there. */
  constructor(watchdog: Watchdog, clock: Clock) {
    this.#clock = clock;
    for (const event of Object.keys(eventTable) as EventName[]) {
      if (event === 'stdout' || event === 'stderr') continue;
      const listen = (payload: Readonly<Record<string, unknown>> = {}): void => this.#add(event, payload);
      // All payloads are alike for us, which the emitter's types cannot say.
      (watchdog as { on(event: string, listener: typeof listen): unknown }).on(event, listen);
    }
  }

  /** What is kept, the oldest first. */
  get records(): readonly EventRecord[] {
    return this.#kept.slice(-keptEvents);
  }

  /** Calls `listener` with every event from now on. Returns the way to stop it. */
  onRecord(listener: (record: EventRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(event: EventName, payload: Readonly<Record<string, unknown>>): void {
    const fields = Object.entries(payload).map(([key, value]) => [key, value instanceof Error ? value.message : value]);
    const record: EventRecord = { seq: this.#nextSeq, at: this.#clock.wallTime(), event, ...Object.fromEntries(fields) };
    this.#nextSeq += 1;
    this.#kept.push(record);
    // Cut rarely, so that an event costs nothing.
    if (this.#kept.length > 2 * keptEvents) this.#kept = this.#kept.slice(-keptEvents);
    for (const listener of [...this.#listeners]) listener(record);
  }
}
