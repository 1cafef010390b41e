import { type Moment, zeroCounts } from '../restart/core.js';
import { enter } from '../restart/transitions.js';
import type { Lifecycle, Phase } from './lifecycle.js';
import { beginStart, type Step } from './transitions.js';

/** The next run of what is scheduled is known: what rests waits for it. @param runAt milliseconds since 1970 */
export function onSchedule(state: Lifecycle, runAt: number, at: Moment): Step {
  const { phase } = state;
  if (state.closed) return [state, []];
  const next: Phase = { name: 'scheduled', at: runAt, from: at.wall, dueAt: at.now + Math.max(0, runAt - at.wall) };
  switch (phase.name) {
    case 'scheduled':
      return [{ ...state, phase: next }, []];
    case 'completed':
    case 'failed':
      return [enter({ ...state, desired: 'up', lastRun: phase.name }, next), []];
    case 'stopped':
      return [enter({ ...state, desired: 'up' }, next), []];
    default:
      return [state, []];
  }
}

/** Its time has come: it runs, with all counts at zero. */
export function onDue(state: Lifecycle): Step {
  return state.phase.name === 'scheduled' && !state.closed ? beginStart(zeroCounts(state)) : [state, []];
}
