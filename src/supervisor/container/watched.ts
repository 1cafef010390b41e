import type { AgentRecord } from '../../config/resolve/agents-json.js';
import type { ContainersConfig } from '../../config/schema/container-config.js';
import type { WatchedContainer } from './parts.js';

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
