import type { ProcessInput } from '../config/schema/process.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { OptionKind } from '../policy/words/known-options.js';
import type { ContainerEngine } from '../ports/container-engine.js';
import type { Swarm } from '../ports/swarm.js';
import { callGuarded } from '../supervisor/events/call-guarded.js';
import type { ProjectPorts } from '../supervisor/project.js';
import type { ProcessStatus } from '../supervisor/snapshot/status.js';

/** What a health function is asked about: the status, frozen, with the configuration beside it. */
export interface HealthEntry extends ProcessStatus {
  readonly config: ProcessConfig;
}

/** Where a Watchdog writes its own log; pino's loggers fit. */
export interface WatchdogLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The sides of a Watchdog that touch the world; tests give fakes. */
export interface WatchdogPorts extends ProjectPorts {
  /** Called before a child is to be started, in so many milliseconds, or up to `withinMs` later. @default nobody */
  readonly startExpected?: (inMs: number, withinMs?: number) => void;
  /** Only where containers are supervised; by default the Docker or Podman that is found then. */
  readonly engine?: ContainerEngine;
  /** The manager of a Swarm. @default the one at Docker's usual places */
  readonly swarm?: Swarm;
}

/** What `new Watchdog()` takes; all of it may be left out. */
export interface WatchdogOptions {
  /** Whether `startContainerMonitoring` may be used. @default true */
  readonly enableContainerMonitoring?: boolean;
  /** Milliseconds between two health checks, for processes that do not say. @default 30000 */
  readonly healthCheckInterval?: number;
  /** The longest restart delay in milliseconds, for processes that do not say. @default 30000 */
  readonly maxBackoff?: number;
  /** Shut down on SIGINT, SIGTERM, SIGQUIT and SIGHUP and then end the program, until the shutdown is over. @default true */
  readonly handleSignals?: boolean;
  /** The environment that every child gets before its own variables. @default that of this program, without what npm added */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Have a tiny shell wait beside this program, from the first child on, that ends all processes should it die without ending them,
   * as by SIGKILL. @default true
   */
  readonly reaper?: boolean;
  /** A folder for `journal.json`, by which the next Watchdog with the same folder ends what this one left. @default none */
  readonly journal?: string;
  /** A folder for `crashes.json`, by which the next Watchdog with the same folder knows how processes died before. @default none */
  readonly crashes?: string;
  /** A folder for `starts.json`, by which the next Watchdog with the same folder knows how long starts usually take. @default none */
  readonly starts?: string;
  /** A folder for a log file of each process that does not say `logs: {file: false}`. @default none */
  readonly logFiles?: string;
  /** Keep the tree of each process in a control group of its own, where Linux lets this program have any. @default true */
  readonly cgroups?: boolean;
  /** Gets a line for every change of state. @default none */
  readonly logger?: WatchdogLogger;
  /** Replaces sides of the world. @default Node's @internal */
  readonly ports?: Partial<WatchdogPorts>;
}

/** What each option must be. */
export const optionKinds: Readonly<Record<keyof WatchdogOptions, OptionKind>> = {
  enableContainerMonitoring: 'boolean',
  healthCheckInterval: 'milliseconds',
  maxBackoff: 'milliseconds',
  handleSignals: 'boolean',
  environment: 'object',
  reaper: 'boolean',
  journal: 'string',
  crashes: 'string',
  starts: 'string',
  logFiles: 'string',
  cgroups: 'boolean',
  logger: 'object',
  ports: 'object',
};

/** A logger whose faults surface in the host program but stop nothing here. */
export function guardLogger(logger: WatchdogLogger | undefined): WatchdogLogger | undefined {
  if (logger === undefined) return undefined;
  return {
    info: (fields, message) => callGuarded(() => logger.info(fields, message)),
    warn: (fields, message) => callGuarded(() => logger.warn(fields, message)),
  };
}

/** What applies to a registered process that does not say otherwise, as `defaults:` in watchdog.yaml. */
export function registrationDefaults({ healthCheckInterval: interval, maxBackoff }: WatchdogOptions): ProcessInput {
  return {
    ...(interval === undefined ? {} : { healthCheck: { interval }, readiness: { interval }, liveness: { interval } }),
    ...(maxBackoff === undefined ? {} : { backoff: { max: maxBackoff } }),
  };
}

/** What a refused call says. */
export interface Refusal {
  readonly ok: false;
  /** One plain sentence. */
  readonly reason: string;
}
