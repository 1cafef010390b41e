import type { Health } from '../health/probing.js';
import type { Failure } from '../restart/core.js';
import type { DependencyCondition, RootCause } from './awaited.js';
import type { Blocked, Gate, ProcessStateName } from './lifecycle.js';

/** One edge from a process to what it depends on. */
export interface Dependency {
  readonly name: string;
  readonly condition: DependencyCondition;
  /** Whether its restart restarts the process as well. */
  readonly restart: boolean;
}

/** What an edge is evaluated on. */
export interface DependencyFacts {
  readonly state: ProcessStateName;
  readonly health: Health;
  /** The reason of its state, beside the state. */
  readonly brief: string;
  /** Automatic restarts since its last success. */
  readonly restartCount: number;
  readonly lastFailure: Failure | null;
  /** Why it waits in vain; null where it does not. */
  readonly blocked: Blocked | null;
  /** How its last run by a schedule ended. Missing where none did. */
  readonly lastRun?: 'completed' | 'failed';
  /** Whether it is down only until others have ended. Missing counts as false. */
  readonly restarting?: boolean;
}

/**
 * Whether a process may start now. Reads the present state alone, so a dependency that was well and is not any more shuts it.
 * @param factsOf undefined for a name that is not registered
 * @param rootOf the death that a dependency is down for
 */
export function gateOf(
  dependencies: readonly Dependency[],
  factsOf: (name: string) => DependencyFacts | undefined,
  rootOf: (name: string) => RootCause | undefined,
): Gate {
  let shut: (Gate & { name: 'shut' }) | undefined;
  for (const dependency of dependencies) {
    const facts = factsOf(dependency.name);
    if (facts !== undefined && isMet(dependency.condition, facts)) continue;
    const blocked = facts === undefined ? rootAt(dependency.name, 'is not registered') : blockedBy(dependency, facts);
    const root = rootOf(dependency.name);
    const { name, condition } = dependency;
    const gate: Gate = { name: 'shut', awaited: { name, condition, ...(root && { root }) }, blocked };
    if (blocked !== undefined) return gate;
    shut ??= gate;
  }
  return shut ?? { name: 'open' };
}

/** The failures with which a process has ended. */
const ends: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>(['exit', 'health', 'memory']);

/** Whether a condition holds now. */
export function isMet(
  condition: DependencyCondition,
  { state, health, lastFailure, lastRun }: Pick<DependencyFacts, 'state' | 'health' | 'lastFailure' | 'lastRun'>,
): boolean {
  switch (condition) {
    case 'started':
      return state === 'running' || state === 'completed';
    case 'healthy':
      return state === 'running' && health === 'healthy';
    case 'completed':
      return state === 'completed' || lastRun === 'completed';
    case 'ended':
      // What could not be started, or cannot be killed, has not ended.
      if (lastRun !== undefined) return true;
      return state === 'completed' || (state === 'failed' && lastFailure !== null && ends.has(lastFailure.kind));
  }
}

/** How a process that has died by itself and has had no success since went down; undefined for any other. */
export function deathOf({ state, restartCount, lastFailure }: DependencyFacts): string | undefined {
  const isBack = restartCount > 0 && (state === 'backoff' || state === 'starting' || state === 'running');
  if (lastFailure === null || !(isBack || state === 'failed' || state === 'circuit_open')) return undefined;
  return lastFailure.kind === 'exit' ? `died with ${lastFailure.text}` : `failed: ${lastFailure.text}`;
}

/** Why the condition can no longer come true by itself, naming the root; undefined where it still can. */
function blockedBy({ name, condition }: Dependency, facts: DependencyFacts): Blocked | undefined {
  const { state, health, brief, lastFailure, blocked } = facts;
  switch (state) {
    case 'stopped':
      return facts.restarting === true ? undefined : rootAt(name, `is ${brief}`);
    case 'failed':
      return rootAt(name, lastFailure?.kind === 'exit' ? `failed with ${brief}` : `failed: ${brief}`, 'failed');
    case 'circuit_open':
      return { root: name, why: `the circuit of ${name} is open`, brief: `the circuit of ${name} is open` };
    case 'waiting':
      return blocked ?? undefined;
    case 'completed':
      return condition === 'healthy' ? rootAt(name, 'has completed and is not healthy any more') : undefined;
    case 'running':
      // Of a container it is only known once it runs; the configuration refuses it for a process.
      return condition === 'healthy' && health === 'none' ? rootAt(name, 'has no health check') : undefined;
    case 'starting':
    case 'stopping':
    case 'backoff':
    case 'unknown':
      return undefined;
  }
}

function rootAt(name: string, what: string, inFewWords = what): Blocked {
  return { root: name, why: `${name} ${what}`, brief: `${name} ${inFewWords}` };
}
