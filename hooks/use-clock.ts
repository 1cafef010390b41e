import { createContext, useContext } from 'react';
import type { Clock } from '../src/ports/clock.js';

/** The clock that sets the dashboard's timers. */
export const ClockContext = createContext<Clock | undefined>(undefined);

/** The clock of the dashboard; throws outside of it. */
export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (clock === undefined) throw new Error('No clock: this component stands outside of the App.');
  return clock;
}
