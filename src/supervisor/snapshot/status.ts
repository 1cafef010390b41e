import type { Exit, ExitRecord } from '../../policy/restart/exit.js';
import { causeAt } from './cause.js';
import { countedFailures, type ProcessSnapshot, reasonAt } from './process.js';

/** The circuit breaker in a status; times in milliseconds, `openedAt` since 1970. */
export interface CircuitStatus {
  readonly state: 'closed' | 'open' | 'half_open';
  /** Failures that still count. */
  readonly failures: number;
  readonly openedAt: number | null;
  readonly cooldownMs: number;
  /** Until the trial; 0 when it is not open. */
  readonly remainingMs: number;
}

/** The last exit as a status has it. */
export interface ExitStatus extends Exit {
  /** Who asked for it; `itself` for nobody. */
  readonly by: ExitRecord['by'];
}

/** The status of one process at one moment, with running numbers; the fields of the original API and those of `status --json`. */
export interface ProcessStatus
  extends Pick<
    ProcessSnapshot,
    | 'name'
    | 'kind'
    | 'state'
    | 'desired'
    | 'health'
    | 'pid'
    | 'startCount'
    | 'restartCount'
    | 'lastStartTime'
    | 'healthFailures'
    | 'lastError'
    | 'cpu'
    | 'memory'
    | 'ports'
    | 'dependsOn'
  > {
  /** Milliseconds since it began to run, 0 while it does not. */
  readonly uptime: number;
  /** The port that it was given; null for none. */
  readonly port: number | null;
  /** Where a browser finds it; null where nobody says so. */
  readonly url: string | null;
  /** One plain sentence on why it is in its state. */
  readonly reason: string;
  /** What is wrong with it, as the table's REASON says it; null where nothing is. */
  readonly cause: string | null;
  /** Its last exit: `code`, `signal`, `at` in milliseconds since 1970, and `by`, who asked for it; null before the first. */
  readonly exit: ExitStatus | null;
  /** Its circuit breaker: `state`, `failures` that count, `openedAt` in milliseconds since 1970, `cooldownMs`, `remainingMs`. */
  readonly circuit: CircuitStatus;
  /** Milliseconds until it starts by itself; null where it will not. */
  readonly nextStartInMs: number | null;
  /** Whether what it watches changed since it was started; null where it watches nothing or does not run. */
  readonly stale: boolean | null;
  /** Milliseconds from its spawn until it was ready: healthy, or 0 without a check; null before, while it does not run, and for a container. */
  readonly readyAfterMs: number | null;
}

/** Makes a status from a snapshot at monotonic time `now` and wall time `wall`. */
export function statusAt(snapshot: ProcessSnapshot, now: number, wall: number): ProcessStatus {
  const { circuit, state } = snapshot;
  const until = (due: number | null): number => Math.max(0, Math.round((due ?? now) - now));
  const isHeldBack = state === 'backoff' || state === 'circuit_open';
  const nextStartAt = snapshot.nextRun?.dueAt ?? (isHeldBack ? snapshot.dueAt : null);
  return {
    name: snapshot.name,
    kind: snapshot.kind,
    state,
    desired: snapshot.desired,
    health: snapshot.health,
    pid: snapshot.pid,
    uptime: snapshot.since === null ? 0 : Math.round(now - snapshot.since),
    startCount: snapshot.startCount,
    restartCount: snapshot.restartCount,
    lastStartTime: snapshot.lastStartTime,
    healthFailures: snapshot.healthFailures,
    lastError: snapshot.lastError,
    reason: reasonAt(snapshot, now),
    cause: causeAt(snapshot, now, wall),
    exit: snapshot.exit && exitStatus(snapshot.exit),
    circuit: {
      state: circuit.state,
      failures: countedFailures(circuit, now),
      openedAt: circuit.openedAt === null ? null : Math.round(wall - (now - circuit.openedAt)),
      cooldownMs: circuit.cooldownMs,
      remainingMs: circuit.state === 'open' ? until(circuit.until) : 0,
    },
    nextStartInMs: nextStartAt === null ? null : until(nextStartAt),
    readyAfterMs: snapshot.readyAfterMs ?? null,
    cpu: snapshot.cpu,
    memory: snapshot.memory,
    ports: snapshot.ports,
    port: snapshot.port ?? null,
    url: snapshot.url ?? null,
    stale: staleOf(snapshot),
    dependsOn: snapshot.dependsOn,
  };
}

/** Whether what a process watches changed since it was started; null where it watches nothing, not all can be watched, or it does not run. */
export function staleOf({ state, files }: ProcessSnapshot): boolean | null {
  if (state !== 'running' || files === undefined || files === 'unwatched' || files === 'unknown') return null;
  return files === 'changed';
}

function exitStatus({ code, signal, at, by }: ExitRecord): ExitStatus {
  return { code, signal, at, by };
}
