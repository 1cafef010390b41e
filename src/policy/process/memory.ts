import type { Moment } from '../restart/core.js';
import type { EndRequest } from '../restart/exit.js';
import { announce } from '../restart/transitions.js';
import { formatDuration } from '../words/duration.js';
import { writtenSize } from '../words/size.js';
import type { Lifecycle, Running } from './lifecycle.js';
import type { MemoryLimit, ProcessPolicy } from './policy.js';
import { type Step, terminate } from './transitions.js';
import { sayMemory } from './usage.js';

/** The tree was measured. What is above its limit for too long is stopped, which is a failure as an exit would be. */
export function onMemory(policy: ProcessPolicy, state: Lifecycle, bytes: number, at: Moment): Step {
  const { phase } = state;
  const limit = policy.memory;
  if (phase.name !== 'running') return [state, []];
  // What is suspended is left alone, and what it has then says nothing about what it does.
  if (limit === null || phase.suspended !== null || bytes <= limit.maxBytes) return withOverSince(state, phase, null);
  const overSince = phase.overSince ?? at.now;
  if (at.now - overSince < limit.forMs || state.desired === 'down') return withOverSince(state, phase, overSince);
  const asked: EndRequest = { by: 'memory', action: 'stop', why: sayExcess(bytes, limit) };
  const [stopping, effects] = terminate(policy, state, phase, at, { cause: 'failure', asked });
  return [stopping, policy.restart === 'never' ? effects : [announce({ event: 'restarting' }), ...effects]];
}

function withOverSince(state: Lifecycle, phase: Running, overSince: number | null): Step {
  return phase.overSince === overSince ? [state, []] : [{ ...state, phase: { ...phase, overSince } }, []];
}

/** "612 MB of memory, above the limit of 512 MB for 10s". */
function sayExcess(bytes: number, { maxBytes, forMs }: MemoryLimit): string {
  const limit = writtenSize(maxBytes, ' ');
  return `${sayMemory(bytes)} of memory, above the limit of ${limit}${forMs === 0 ? '' : ` for ${formatDuration(forMs)}`}`;
}
