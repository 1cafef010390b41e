import type { ContainerConfig } from '../../config/schema/container-config.js';
import type { ContainerAnnouncement } from '../../policy/container/lifecycle.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { ContainerEngine, InspectedContainer, PublishedPort } from '../../ports/container-engine.js';
import type { ProbeRunner } from '../../ports/probe-runner.js';
import type { LogFigures } from '../log/gauge.js';
import type { UnitListener } from '../unit/runner.js';

/** One container as it is to be supervised: its configuration, and where another program's list says that it is reached. */
export interface WatchedContainer extends ContainerConfig {
  readonly agentName: string | null;
  readonly address: PublishedPort | null;
}

/** Notified of what happens to a container. */
interface ContainerListener extends UnitListener<ContainerAnnouncement> {
  /** The engine has said all about it. */
  inspected(container: InspectedContainer): void;
  /** The engine did not answer. */
  lostEngine(reason: string): void;
}

/** What a runner is made of. */
export interface ContainerParts {
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly probes: ProbeRunner;
  readonly listener: ContainerListener;
  /** What a row shows of its log. */
  logFigures(): LogFigures;
}
