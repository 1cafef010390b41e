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
}

/** Keeps the last results of the probes of one process. */
export class ProbeHistory {
  #records = new Map<ProbePolicy['id'], readonly ProbeRecord[]>();

  /** Adds a result, and forgets the oldest when there are too many. */
  add(id: ProbePolicy['id'], record: ProbeRecord): void {
    this.#records.set(id, [...(this.#records.get(id) ?? []), record].slice(-kept));
  }

  /** The tracks of these probes; replaced, never changed, by what comes later. */
  of(policies: readonly Pick<ProbePolicy, 'id'>[]): readonly ProbeTrack[] {
    return policies.map(({ id }) => ({ id, records: this.#records.get(id) ?? [] }));
  }
}
