import type { ProjectStart } from '../policy/timing/record.js';

/** Keeps how the project started beyond the end of the program. Never throws. */
export interface StartArchive {
  /** The starts of earlier runs, the oldest first. */
  read(): readonly ProjectStart[];
  /** Adds one, and forgets the oldest when there are too many. */
  add(start: ProjectStart): void;
}
