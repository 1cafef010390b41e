import type { ContainerLifecycle, ContainerPolicy } from '../../policy/container/lifecycle.js';
import { containerName } from '../../policy/container/name.js';
import { containerReason, containerStateName } from '../../policy/container/reason.js';
import { containerHealth } from '../../policy/container/running.js';
import type { LogFigures } from '../log/gauge.js';
import { type Death, type ProcessSnapshot, reasonFields } from '../snapshot/process.js';
import { circuitSnapshot, deathOf, failuresOf } from '../snapshot/take.js';

/** What a snapshot holds beside the decision state. */
export interface ContainerSnapshotParts {
  readonly name: string;
  readonly policy: ContainerPolicy;
  readonly ports: readonly number[];
  readonly log: LogFigures;
  readonly death: Death | null;
  readonly usage: { readonly cpu: number | null; readonly memory: number } | null;
}

/** Makes the snapshot of a container from its decision state. */
export function takeContainerSnapshot(
  { name, policy, ports, usage, log, death }: ContainerSnapshotParts,
  state: ContainerLifecycle,
): ProcessSnapshot {
  const { phase, circuit } = state;
  const health = containerHealth(phase);
  const reason = containerReason(policy, state);
  const isUp = phase.name === 'running';
  return {
    name: containerName(name),
    kind: 'container',
    state: containerStateName(phase),
    desired: state.desired,
    health,
    // The engine may run on another machine, or in a virtual one, so its numbers name nothing here.
    pid: null,
    since: isUp ? phase.since : null,
    dueAt: dueAt(policy, state),
    startCount: state.startCount,
    restartCount: state.restartCount,
    lastStartTime: Math.round(state.startedAt),
    healthFailures: isUp ? (phase.probe?.failures ?? 0) : 0,
    ...failuresOf(policy, state),
    blocked: null,
    exit: state.lastExit,
    death: deathOf(state.lastExit, death),
    ...reasonFields(reason),
    ...(phase.name === 'stopped' && phase.restarts === true ? { restarting: true } : {}),
    circuit: circuitSnapshot(policy, circuit),
    dependsOn: [],
    group: null,
    ...log,
    trouble: health === 'unhealthy' || phase.name === 'failed' || phase.name === 'circuit_open' || isAway(state),
    cpu: isUp ? (usage?.cpu ?? null) : null,
    memory: isUp ? (usage?.memory ?? null) : null,
    ports,
  };
}

function isAway({ phase }: ContainerLifecycle): boolean {
  return phase.name === 'unknown' && phase.why !== '';
}

function dueAt(policy: ContainerPolicy, { phase, circuit }: ContainerLifecycle): number | null {
  if (phase.name === 'backoff') return phase.until;
  if (phase.name === 'circuit_open' && circuit.name === 'open' && policy.circuit.autoRetry) return circuit.until;
  return null;
}
