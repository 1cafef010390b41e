import type { EventMessage } from '../../protocol/documents.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import { KeptEvents } from '../../supervisor/events/kept.js';

/** A copy of the events of a watchdog in another program. Nothing is fetched before it is read; from then on it follows. */
export class RemoteEvents {
  readonly #open: () => AsyncIterable<EventMessage>;
  readonly #changed: () => void;
  readonly #kept = new KeptEvents<EventRecord>();
  #isRead = false;
  #newest = -1;

  /**
   * @param open the events that are kept there, and those to come
   * @param changed called after every event
   */
  constructor(open: () => AsyncIterable<EventMessage>, changed: () => void) {
    this.#open = open;
    this.#changed = changed;
  }

  /** What happened, oldest first; the same array as long as nothing was added. */
  get records(): readonly EventRecord[] {
    if (!this.#isRead) {
      this.#isRead = true;
      void this.#follow();
    }
    return this.#kept.records;
  }

  async #follow(): Promise<void> {
    try {
      // What was missed is asked for again: the watchdog has kept as many as are kept here.
      while ((await this.#listen()) === 'missed');
    } catch {
      // The other program has ended, which its client finds out by itself.
    }
  }

  async #listen(): Promise<'missed' | 'ended'> {
    for await (const message of this.#open()) {
      if (message.event === 'missed') return 'missed';
      const { data } = message;
      if (data.seq <= this.#newest) continue;
      this.#newest = data.seq;
      this.#kept.add(data);
      this.#changed();
    }
    return 'ended';
  }
}
