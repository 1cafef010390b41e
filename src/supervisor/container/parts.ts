import type { AgentRecord } from '../../config/resolve/agents-json.js';
import type { ContainerConfig, ContainersConfig } from '../../config/schema/container-config.js';
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

/** Brings both lists together by name: the configuration's first and as it says, then those that only the other program names. */
export function watchedContainers(config: ContainersConfig, agents: readonly AgentRecord[]): readonly WatchedContainer[] {
  const byName = new Map(agents.map((agent) => [agent.containerName, agent]));
  const named = new Set(config.containers.map(({ name }) => name));
  const others = agents.flatMap(({ containerName: name }) => (named.has(name) ? [] : [{ name, ...config.usual }]));
  return [...config.containers, ...others].map((container) => {
    const agent = byName.get(container.name);
    return { ...container, agentName: agent?.agentName ?? null, address: agent?.address ?? null };
  });
}
