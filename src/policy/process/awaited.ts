/** What a dependency must have reached: it runs, it is healthy, it has completed with success, or it has ended whatever its exit code. */
export type DependencyCondition = 'started' | 'healthy' | 'completed' | 'ended';

/** The death of a dependency that a wait goes back to. */
export interface RootCause {
  readonly name: string;
  /** Reads on after its name: "died with exit code 137". */
  readonly death: string;
}

/** What a process waits for before it starts. */
export interface AwaitedDependency {
  readonly name: string;
  readonly condition: DependencyCondition;
  /** Missing where nothing has died. */
  readonly root?: RootCause;
}

const conditions: Readonly<Record<DependencyCondition, string>> = {
  started: 'to start',
  healthy: 'to be healthy',
  completed: 'to complete',
  ended: 'to end',
};

/** Reads on after "waiting for": "db to be healthy". */
export function conditionWords({ name, condition }: AwaitedDependency): string {
  return `${name} ${conditions[condition]}`;
}

/** The same with the death that it goes back to: "db to be healthy; db died with exit code 137". */
export function awaitedWords(awaited: AwaitedDependency): string {
  const { root } = awaited;
  return conditionWords(awaited) + (root === undefined ? '' : `; ${root.name} ${root.death}`);
}

/** Whether two waits are for the same, and go back to the same. */
export function isSameAwaited(one: AwaitedDependency, other: AwaitedDependency): boolean {
  return (
    one.name === other.name &&
    one.condition === other.condition &&
    one.root?.name === other.root?.name &&
    one.root?.death === other.root?.death
  );
}
