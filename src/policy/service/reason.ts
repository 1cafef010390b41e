import type { Health } from '../health/probing.js';
import type { ProcessStateName } from '../process/lifecycle.js';
import { type Reason, sameReason as same, timedReason } from '../restart/reason.js';
import { runningTasks, type ServiceFacts, taskWords } from './facts.js';
import type { ServiceLifecycle, ServicePhase } from './lifecycle.js';

/** So many failures inside of the window would open a circuit of ours. */
export const failureThreshold = 3;

/** The state of a service in the words of processes. */
export function serviceStateName(phase: ServicePhase): ProcessStateName {
  return phase.name === 'absent' ? 'stopped' : phase.name;
}

/** Healthy when as many run as are to; unhealthy when what is missing has failed. */
export function serviceHealth({ phase, facts, fault }: ServiceLifecycle): Health {
  if (facts === null || (phase.name !== 'running' && phase.name !== 'starting')) return 'none';
  if (phase.name === 'running' && runningTasks(facts).length >= facts.replicas) return 'healthy';
  return fault === null ? 'pending' : 'unhealthy';
}

/** Why a service is in its state: a sentence, and the same for a table that shows the state already. */
export function serviceReason(name: string, state: ServiceLifecycle): Reason {
  const { phase, facts, order } = state;
  switch (phase.name) {
    case 'unknown':
      return same(phase.why === '' ? 'the Swarm was not asked yet' : phase.why);
    case 'absent':
      return { full: 'the Swarm has no service of this name', brief: 'missing' };
    case 'failed':
      return { full: `failed: ${phase.because}; the Swarm does not start it again`, brief: phase.because };
    case 'completed':
      return { full: 'completed', brief: '' };
    case 'stopped':
    case 'stopping':
    case 'starting':
    case 'running': {
      if (facts === null) return same('');
      const refused = order?.refused?.why ?? '';
      const troubles = [troubleIn(name, state, facts), facts.updateTrouble, ...(refused === '' ? [] : [refused])];
      const trouble = [...new Set(troubles)].filter(Boolean).join('; ');
      const count = `${runningTasks(facts).length}/${facts.replicas}`;
      const replicas = facts.updating ? `${count}, updating` : count;
      if (phase.name === 'stopped') return { full: ['scaled to 0', trouble].filter(Boolean).join('; '), brief: trouble };
      const full = [`${replicas} replicas`, trouble].filter(Boolean).join('; ');
      const brief = [replicas, trouble].filter(Boolean).join('; ');
      return phase.name === 'running' ? timedReason(['running', ' for ', 'up', `, ${full}`], brief) : { full, brief };
    }
  }
}

/** What keeps it from being complete: the newest task that failed, and how often that was of late. */
function troubleIn(name: string, { failures, failureTimes, fault }: ServiceLifecycle, facts: ServiceFacts): string {
  const isFull = facts.replicas > 0 && runningTasks(facts).length >= facts.replicas;
  if (fault === null || facts.replicas === 0 || (isFull && failures === 0)) return '';
  const count = failureTimes.length;
  return `${taskWords(name, fault)}${count >= failureThreshold ? `; ${count} tasks failed of late, and the Swarm goes on` : ''}`;
}
