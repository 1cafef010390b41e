import type { ProbePolicy } from '../health/probing.js';
import type { BackoffPolicy } from '../restart/backoff.js';
import type { CircuitPolicy } from '../restart/circuit.js';

/** When an exit that nobody asked for is restarted: any exit, all but success codes, or none. */
export type RestartPolicy = 'always' | 'on-failure' | 'never';

/** How a process is brought down. */
export interface StopPolicy {
  /** The first signal. */
  readonly signal: NodeJS.Signals;
  /** Milliseconds from the first signal to SIGKILL. */
  readonly graceMs: number;
  /** True where a command of the person's takes the place of the first signal. */
  readonly byCommand: boolean;
}

/** Everything that decides the life of one process; plain data, made from its configuration. */
export interface ProcessPolicy {
  readonly restart: RestartPolicy;
  readonly backoff: BackoffPolicy;
  readonly circuit: CircuitPolicy;
  /** Automatic restarts allowed since the last success; -1 for no bound. */
  readonly maxRestarts: number;
  /** Milliseconds of uptime that make a generation a success. */
  readonly minUptimeMs: number;
  readonly successExitCodes: readonly number[];
  readonly fatalExitCodes: readonly number[];
  /** True where a shell runs it, whose 126 and 127 are then fatal. */
  readonly shell: boolean;
  readonly stop: StopPolicy;
  readonly probes: readonly ProbePolicy[];
}
