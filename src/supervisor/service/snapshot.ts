import { serviceName } from '../../policy/container/name.js';
import { exitRecord } from '../../policy/restart/exit.js';
import { hasFailed, runningTasks } from '../../policy/service/facts.js';
import type { ServiceLifecycle } from '../../policy/service/lifecycle.js';
import { failureThreshold, serviceHealth, serviceReason, serviceStateName } from '../../policy/service/reason.js';
import { failureWindowMs } from '../../policy/service/step.js';
import type { LogFigures } from '../log/gauge.js';
import { type ProcessSnapshot, reasonFields } from '../snapshot/process.js';

/**
 * Makes the snapshot of a service from its decision state.
 * @param name what the Swarm calls it
 * @param ports its published ports
 */
export function takeServiceSnapshot(
  name: string,
  state: ServiceLifecycle,
  log: LogFigures,
  ports: readonly number[],
): ProcessSnapshot {
  const { phase, facts } = state;
  const health = serviceHealth(state);
  const reason = serviceReason(name, state);
  const started = facts === null ? [] : runningTasks(facts).map(({ at }) => at);
  const ended = facts?.tasks.find((task) => hasFailed(task) && task.exitCode !== null);
  return {
    name: serviceName(name),
    kind: 'service',
    state: serviceStateName(phase),
    desired: state.desired,
    health,
    pid: null,
    since: phase.name === 'running' ? phase.since : null,
    dueAt: null,
    startCount: state.startCount,
    restartCount: state.failures,
    lastStartTime: Math.round(Math.max(0, ...started)),
    healthFailures: 0,
    lastError: state.lastFailure?.text ?? null,
    lastFailure: state.lastFailure,
    failuresInRow: state.failures,
    failuresAllowed: failureThreshold,
    blocked: null,
    exit: ended === undefined ? null : exitRecord({ code: ended.exitCode, signal: null, at: Math.round(ended.at) }, null, 0),
    death: null,
    ...log,
    ...reasonFields(reason),
    // The Swarm restarts, so it never opens.
    circuit: {
      state: 'closed',
      failureTimes: state.failureTimes,
      windowMs: failureWindowMs,
      threshold: failureThreshold,
      openedAt: null,
      until: null,
      cooldownMs: 0,
    },
    dependsOn: [],
    group: null,
    ...(facts?.mode === 'replicated' ? { replicas: facts.replicas } : {}),
    trouble: health === 'unhealthy' || phase.name === 'failed' || (phase.name === 'unknown' && phase.why !== ''),
    cpu: null,
    memory: null,
    ports: [...new Set(ports)],
  };
}
