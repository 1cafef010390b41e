import type { Health } from './health.js';
import type { Gate, ProcessStateName } from './lifecycle.js';

/** What a dependency must have reached: it runs, it is healthy, or it has completed with success. */
export type DependencyCondition = 'started' | 'healthy' | 'completed';

/** One edge from a process to what it depends on. */
export interface Dependency {
  readonly name: string;
  readonly condition: DependencyCondition;
}

/** What an edge looks at. */
export interface DependencyFacts {
  readonly state: ProcessStateName;
  readonly health: Health;
  /** The full reason of its state. */
  readonly reason: string;
}

const awaited: Readonly<Record<DependencyCondition, string>> = {
  started: 'to start',
  healthy: 'to be healthy',
  completed: 'to complete',
};

/**
 * Whether a process may start now. Looks at the present state alone, so a dependency that was well and is not any more shuts it.
 * @param factsOf undefined for a name that is not registered
 */
export function gateOf(dependencies: readonly Dependency[], factsOf: (name: string) => DependencyFacts | undefined): Gate {
  let shut: (Gate & { name: 'shut' }) | undefined;
  for (const dependency of dependencies) {
    const facts = factsOf(dependency.name);
    if (facts !== undefined && isMet(dependency.condition, facts)) continue;
    const blocked = facts === undefined ? `${dependency.name} is not registered` : blockedBy(dependency, facts);
    const gate: Gate = { name: 'shut', for: `${dependency.name} ${awaited[dependency.condition]}`, blocked };
    if (blocked !== undefined) return gate;
    shut ??= gate;
  }
  return shut ?? { name: 'open' };
}

function isMet(condition: DependencyCondition, { state, health }: DependencyFacts): boolean {
  switch (condition) {
    case 'started':
      return state === 'running' || state === 'completed';
    case 'healthy':
      return state === 'running' && health === 'healthy';
    case 'completed':
      return state === 'completed';
  }
}

/** Why the condition can no longer come true by itself, naming the root; undefined where it still can. */
function blockedBy({ name, condition }: Dependency, { state, reason }: DependencyFacts): string | undefined {
  switch (state) {
    case 'stopped':
      return `${name} is ${reason}`;
    case 'failed':
      return `${name} ${reason.replace(/^failed: (?=exit code|signal)/, 'failed with ')}`;
    case 'circuit_open':
      return `the circuit of ${name} is open`;
    case 'waiting':
      return reason.startsWith(blockedPrefix) ? reason.slice(blockedPrefix.length) : undefined;
    case 'completed':
      return condition === 'healthy' ? `${name} has completed and is not healthy any more` : undefined;
    case 'starting':
    case 'running':
    case 'stopping':
    case 'backoff':
      return undefined;
  }
}

/** How the reason of a waiting process begins when what it waits for cannot come true. */
export const blockedPrefix = 'blocked: ';
