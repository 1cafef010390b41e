import type { ProbePolicy } from '../health/probing.js';
import type { RestartRules } from '../restart/core.js';

/** How a process is stopped. */
export interface StopPolicy {
  /** The first signal. */
  readonly signal: NodeJS.Signals;
  /** Milliseconds from the first signal to SIGKILL. */
  readonly graceMs: number;
  /** True where a command of the user's takes the place of the first signal. */
  readonly byCommand: boolean;
  /** True where keys typed into its terminal do. */
  readonly byKeys: boolean;
}

/** How much memory its tree may have. */
export interface MemoryLimit {
  /** Bytes that are resident. */
  readonly maxBytes: number;
  /** Milliseconds above that after which it is ended. */
  readonly forMs: number;
}

/** Everything that decides the life of one process; plain data, made from its configuration. */
export interface ProcessPolicy extends RestartRules {
  readonly fatalExitCodes: readonly number[];
  /** True where a shell runs it, whose 126 and 127 are then fatal. */
  readonly shell: boolean;
  /** True where the command launches what lives on without it and is the process then. */
  readonly daemon: boolean;
  readonly stop: StopPolicy;
  /** Null where nothing bounds it. */
  readonly memory: MemoryLimit | null;
  readonly probes: readonly ProbePolicy[];
}
