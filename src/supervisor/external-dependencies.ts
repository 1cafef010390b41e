import type { Death, ProcessSnapshot } from './snapshot/process.js';

/** What processes can depend on beside each other: containers, looked after elsewhere. */
export interface Outsiders {
  snapshotOf(name: string): ProcessSnapshot | undefined;
  /** A process that depends on it is to run. */
  need(name: string): void;
  /** It turned out what the last end of one of them comes from. */
  died(name: string, death: Death): void;
}
