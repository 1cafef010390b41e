import { duration } from './duration.js';
import { closedMap } from './parts.js';
import { sizeFrom } from './size.js';

/** How much memory a process may have. */
export const memory = closedMap({
  max: sizeFrom('1MB').describe('Resident memory that it and all that descends from it may have together'),
  for: duration.prefault('10s').describe('Time above that after which it is ended, as a failure'),
});
