import type { Blocked, Lifecycle, Phase } from '../../policy/process/lifecycle.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import { healthIn, reasonOf } from '../../policy/process/reason.js';
import type { Circuit } from '../../policy/restart/circuit.js';
import type { RestartRules, RestartState } from '../../policy/restart/core.js';
import type { Exit } from '../../policy/restart/exit.js';
import type { LogFigures } from '../log/gauge.js';
import { type CircuitSnapshot, type Death, type ProcessSnapshot, reasonFields } from './process.js';

/** What does not change during the life of a process. */
export interface ProcessIdentity {
  readonly name: string;
  readonly kind: 'process' | 'container';
  readonly policy: ProcessPolicy;
  readonly dependsOn: readonly string[];
  readonly group: string | null;
  /** False where it has profiles, none of which is active. Missing counts as true. */
  readonly active?: boolean;
  /** What it is a replica of. Missing for none. */
  readonly replicaOf?: string;
  /** The port that it gets; missing for none. */
  readonly port?: number;
  /** Where a browser finds it, as far as that is known before it runs; null for nowhere. Missing counts as null. */
  readonly url?: string | null;
  /** Whether an address that it prints counts. */
  readonly readsUrl?: boolean;
}

/** What the output of a process shows. */
export interface OutputFacts extends LogFigures {
  /** Where the present generation says that it is found; null where it does not. */
  readonly printedUrl: string | null;
}

/** Makes the snapshot of a process from its decision state, the figures of its log and what its last end comes from. */
export function takeSnapshot(
  identity: ProcessIdentity,
  state: Lifecycle,
  { errors, logRate, printedUrl }: OutputFacts,
  death: Death | null,
): ProcessSnapshot {
  const { name, kind, policy, dependsOn, group, active, replicaOf } = identity;
  const { phase } = state;
  const health = healthIn(policy, phase);
  const reason = reasonOf(policy, state);
  return {
    name,
    kind,
    state: phase.name === 'scheduled' ? 'waiting' : phase.name,
    desired: state.desired,
    health,
    pid: phase.name === 'running' || phase.name === 'stopping' ? phase.pid : null,
    since: phase.name === 'running' ? phase.since : null,
    readyAfterMs: phase.name === 'running' && phase.readyAt !== null ? Math.round(phase.readyAt - phase.since) : null,
    dueAt: dueAt(policy, state),
    startCount: state.startCount,
    restartCount: state.restartCount,
    lastStartTime: state.lastStartTime,
    healthFailures: healthFailures(phase),
    ...failuresOf(policy, state),
    blocked: blockedIn(state),
    ...awaitedIn(state),
    exit: state.lastExit,
    death: deathOf(state.lastExit, death),
    errors,
    logRate,
    ...reasonFields(reason),
    ...(reason.unusual === undefined ? {} : { unusual: reason.unusual }),
    ...(phase.name === 'running' && phase.held ? { checksHeld: true } : {}),
    ...(phase.name === 'running' && phase.suspended !== null ? { suspended: true } : {}),
    ...(restartsLater(state) ? { restarting: true } : {}),
    ...(state.files === 'unwatched' ? {} : { files: state.files }),
    ...(state.watchPaused === null ? {} : { watchPaused: true }),
    circuit: circuitSnapshot(policy, state.circuit),
    dependsOn,
    group,
    ...(active === false ? { active } : {}),
    ...(replicaOf === undefined ? {} : { replicaOf }),
    port: identity.port ?? null,
    url: (identity.readsUrl && phase.name === 'running' ? printedUrl : null) ?? identity.url ?? null,
    ...(phase.name === 'scheduled' ? { nextRun: { at: phase.at, dueAt: phase.dueAt } } : {}),
    ...(state.lastRun === null ? {} : { lastRun: state.lastRun }),
    trouble:
      (phase.name === 'scheduled' && state.lastRun === 'failed') ||
      health === 'unhealthy' ||
      phase.name === 'failed' ||
      phase.name === 'circuit_open' ||
      blockedIn(state) !== null,
    cpu: null,
    memory: null,
    ports: [],
  };
}

/** What is reported of failures. N of `retry n/N` is reached when the circuit opens or all restarts are used up. */
export function failuresOf(
  { circuit, maxRestarts }: RestartRules,
  { lastFailure, failuresInRow }: RestartState,
): Pick<ProcessSnapshot, 'lastError' | 'lastFailure' | 'failuresInRow' | 'failuresAllowed'> {
  const failuresAllowed = maxRestarts === -1 ? circuit.threshold : Math.min(circuit.threshold, maxRestarts + 1);
  return { lastError: lastFailure?.text ?? null, lastFailure, failuresInRow, failuresAllowed };
}

/** Whether it is down, or being stopped, only until others have ended. */
function restartsLater({ phase, asked }: Lifecycle): boolean {
  if (phase.name === 'stopping') return phase.cause === 'stop' && asked?.restarts === true;
  return phase.name === 'stopped' && phase.restarts === true;
}

function blockedIn({ phase, gate }: Lifecycle): Blocked | null {
  return phase.name === 'waiting' && gate.name === 'shut' ? (gate.blocked ?? null) : null;
}

function awaitedIn({ phase, gate }: Lifecycle): Pick<ProcessSnapshot, 'awaited'> {
  return phase.name === 'waiting' && gate.name === 'shut' ? { awaited: gate.awaited } : {};
}

function dueAt(policy: ProcessPolicy, { phase, circuit }: Lifecycle): number | null {
  if (phase.name === 'backoff') return phase.until;
  if (phase.name === 'stopping' && !phase.forced) return phase.killAt;
  if (phase.name === 'circuit_open' && circuit.name === 'open' && policy.circuit.autoRetry) return circuit.until;
  return null;
}

function healthFailures(phase: Phase): number {
  return phase.name === 'running' ? Math.max(0, ...phase.probes.map((probe) => probe.failures)) : 0;
}

/** The circuit as a snapshot shows it. */
export function circuitSnapshot(policy: Pick<ProcessPolicy, 'circuit'>, circuit: Circuit): CircuitSnapshot {
  const open = circuit.name === 'open';
  return {
    state: circuit.name,
    failureTimes: circuit.failureTimes,
    windowMs: policy.circuit.windowMs,
    threshold: policy.circuit.threshold,
    openedAt: open ? circuit.openedAt : null,
    until: open ? circuit.until : null,
    cooldownMs: circuit.name === 'closed' ? policy.circuit.cooldownMs : circuit.cooldownMs,
    ...(open && circuit.afterTrial ? { afterTrial: true } : {}),
  };
}

/** The death that a row shows: none once something else has ended after it. */
export function deathOf(lastExit: Exit | null, death: Death | null): Death | null {
  return death !== null && death.at >= (lastExit?.at ?? 0) ? death : null;
}
