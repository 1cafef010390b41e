import type { EventEmitter } from 'node:events';
import { containerName as rowName } from '../../policy/container/name.js';
import type { Clock } from '../../ports/clock.js';
import { KeptEvents } from './kept.js';
import { Listeners } from './listeners.js';
import { type EventName, eventNames, type WatchdogEvents } from './table.js';

/** An event with its time; the other fields are those of the event. */
export interface EventRecord {
  /** Counts from 0 for each run of the watchdog. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: string;
  readonly [field: string]: string | number | boolean | null;
}

/** The name of the process or container that an event is of; undefined where it is of the whole run. */
export function nameIn({ name, containerName }: EventRecord): string | undefined {
  if (typeof name === 'string') return name;
  return typeof containerName === 'string' ? rowName(containerName) : undefined;
}

/** The last events of a watchdog, and the way to receive the next. Output is not among them: the log has it. */
export class EventHistory {
  readonly #clock: Clock;
  readonly #listeners = new Listeners<[record: EventRecord]>();
  readonly #kept = new KeptEvents<EventRecord>();
  #nextSeq = 0;

  /** Begins to listen, and goes on as long as the emitter is there. */
  constructor(emitter: EventEmitter<WatchdogEvents>, clock: Clock) {
    this.#clock = clock;
    for (const event of eventNames) {
      if (event === 'stdout' || event === 'stderr') continue;
      const listen = (payload: Readonly<Record<string, unknown>> = {}): void => this.#add(event, payload);
      // All payloads are alike for us, which the emitter's types cannot say.
      (emitter as { on(event: string, listener: (payload?: Readonly<Record<string, unknown>>) => void): unknown }).on(
        event,
        listen,
      );
    }
  }

  /** What is kept, the oldest first; the same array as long as nothing was added. */
  get records(): readonly EventRecord[] {
    return this.#kept.records;
  }

  /** Calls `listener` with every event from now on. Returns the way to stop it. */
  onRecord(listener: (record: EventRecord) => void): () => void {
    return this.#listeners.add(listener);
  }

  #add(event: EventName, payload: Readonly<Record<string, unknown>>): void {
    const fields = Object.entries(payload).map(([key, value]) => [key, value instanceof Error ? value.message : value]);
    const record: EventRecord = { seq: this.#nextSeq, at: this.#clock.wallTime(), event, ...Object.fromEntries(fields) };
    this.#nextSeq += 1;
    this.#kept.add(record);
    this.#listeners.notify(record);
  }
}
