import type { Clock, Random } from './ports/clock.js';
import type { ContainerEngine } from './ports/container-engine.js';
import type { FileWatcher } from './ports/file-watcher.js';
import type { ProbeRunner } from './ports/probe-runner.js';
import type { Spawner } from './ports/spawner.js';
import { throwLater } from './supervisor/throw-later.js';

/** Where a Watchdog writes its own log; pino's loggers fit. */
export interface WatchdogLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The sides of a Watchdog that touch the world; tests give fakes. */
export interface WatchdogPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly spawner: Spawner;
  readonly probes: ProbeRunner;
  readonly watcher: FileWatcher;
  /** Only where containers are looked after; by default the Docker or Podman that is found then. */
  readonly engine?: ContainerEngine;
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
  readonly environment?: Readonly<Record<string, string>>;
  /** Have a tiny shell wait beside this program that ends all processes should it die without ending them. @default false */
  readonly reaper?: boolean;
  /** A folder for `journal.json`, by which the next Watchdog with the same folder ends what this one left. @default none */
  readonly journal?: string;
  /** Gets a line for every change of state. @default none */
  readonly logger?: WatchdogLogger;
  /** Replaces sides of the world. @default Node's */
  readonly ports?: Partial<WatchdogPorts>;
}

/** The same logger, whose faults are the host's to see but stop nothing. */
export function guardLogger(logger: WatchdogLogger | undefined): WatchdogLogger | undefined {
  if (logger === undefined) return undefined;
  return {
    info: (fields, message) => throwLater(() => logger.info(fields, message)),
    warn: (fields, message) => throwLater(() => logger.warn(fields, message)),
  };
}

/** What a refused call says. */
export interface Refusal {
  readonly ok: false;
  /** One plain sentence. */
  readonly reason: string;
}
