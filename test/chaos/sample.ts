/** What a program says of itself at one moment, after a garbage collection. */
export interface Sample {
  /** Since its start. */
  readonly minute: number;
  /** Restarts by hand so far. */
  readonly restarts: number;
  /** Resident memory in MB. */
  readonly rss: number;
  /** Heap and buffers in MB. */
  readonly heap: number;
  readonly descriptors: number;
  readonly timers: number;
  /** Whatever keeps the event loop busy, timers included. */
  readonly handles: number;
  readonly listeners: number;
}

/** A quantity that must not grow. */
export interface Quantity {
  readonly key: 'rss' | 'heap' | 'descriptors' | 'timers' | 'handles' | 'listeners';
  readonly unit: string;
  /** A rise over the whole time that is put down to noise. */
  readonly tolerance: number;
}

/** All of them. */
export const quantities: readonly Quantity[] = [
  { key: 'rss', unit: 'MB', tolerance: 12 },
  { key: 'heap', unit: 'MB', tolerance: 3 },
  { key: 'descriptors', unit: '', tolerance: 4 },
  { key: 'timers', unit: '', tolerance: 4 },
  { key: 'handles', unit: '', tolerance: 6 },
  { key: 'listeners', unit: '', tolerance: 0.5 },
];
