import { type Latency, withCheck } from '../../policy/health/latency.js';
import type { ProbePolicy } from '../../policy/health/probing.js';
import type { ProbeResult } from '../../ports/probe-runner.js';

/** How many results of each probe are kept. */
const kept = 60;

/** What one check found, and when. */
export interface ProbeRecord extends ProbeResult {
  /** Wall time of the answer in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds from the question to the answer. */
  readonly latencyMs: number;
}

/** The last results of one probe, oldest first, over all generations. */
export interface ProbeTrack {
  readonly id: ProbePolicy['id'];
  readonly records: readonly ProbeRecord[];
  /** How long all its checks took; left out where none was asked, or where it waits for something instead of asking. */
  readonly latency?: Latency;
}

/** Keeps the last results of the probes of one process. */
export class ProbeHistory {
  #records = new Map<ProbePolicy['id'], readonly ProbeRecord[]>();
  readonly #latencies = new Map<ProbePolicy['id'], Latency>();

  /**
   * Adds a result, and forgets the oldest when there are too many.
   * @param isAsked false for a probe that waits for something, so that its time is no latency
   */
  add(id: ProbePolicy['id'], record: ProbeRecord, isAsked = true): void {
    if (isAsked) this.#latencies.set(id, withCheck(this.#latencies.get(id), record));
    this.#records.set(id, [...(this.#records.get(id) ?? []), record].slice(-kept));
  }

  /** The tracks of these probes; replaced, never changed, by what comes later. */
  of(policies: readonly Pick<ProbePolicy, 'id'>[]): readonly ProbeTrack[] {
    return policies.map(({ id }) => {
      const latency = this.#latencies.get(id);
      return { id, records: this.#records.get(id) ?? [], ...(latency === undefined ? {} : { latency }) };
    });
  }
}
