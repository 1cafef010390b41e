/** One task of a service: one try to run one of its replicas. Wall times in milliseconds since 1970. */
export interface SwarmTask {
  readonly id: string;
  /** How it is called: the number of its replica, or its node where the service runs on every one. */
  readonly slot: string;
  /** The node that it was given to; empty before. */
  readonly node: string;
  /** The Swarm's word: running, preparing, failed, rejected, complete, … */
  readonly state: string;
  /** Whether the Swarm wants it to run. */
  readonly wanted: boolean;
  /** What went wrong; empty where nothing did. */
  readonly error: string;
  /** When it came into its state. */
  readonly at: number;
  /** Null where it has not ended by itself. */
  readonly exitCode: number | null;
  /** Whether it is of the service as it was before its last update. */
  readonly stale: boolean;
}

/** What the Swarm says of one service, as far as it decides anything. */
export interface ServiceFacts {
  readonly id: string;
  /** A job runs its tasks once. */
  readonly mode: 'replicated' | 'global' | 'job';
  /** How many tasks are to run. */
  readonly replicas: number;
  /** How many were before the last change; null where it is not known or was none. */
  readonly replicasBefore: number | null;
  /** Whether the Swarm starts again what ends. */
  readonly restarted: boolean;
  /** Whether an update is under way. */
  readonly updating: boolean;
  /** What it says of an update that was paused or taken back; empty else. */
  readonly updateTrouble: string;
  /** All tasks that are remembered, newest first. */
  readonly tasks: readonly SwarmTask[];
}

const failedStates: ReadonlySet<string> = new Set(['failed', 'rejected', 'orphaned']);

/** Whether a task did not end as it should. */
export function hasFailed({ state }: SwarmTask): boolean {
  return failedStates.has(state);
}

/** The tasks that run. */
export function runningTasks({ tasks }: ServiceFacts): readonly SwarmTask[] {
  return tasks.filter(({ state, wanted }) => state === 'running' && wanted);
}

/** The newest task of each replica. */
export function newestTasks({ tasks }: ServiceFacts): readonly SwarmTask[] {
  const seen = new Set<string>();
  return tasks.filter(({ slot }) => !seen.has(slot) && seen.add(slot));
}

/** A task in words: "shop_web.2 on node1: task: non-zero exit (3)". */
export function taskWords(service: string, { slot, node, state, error }: SwarmTask): string {
  const place = node === '' ? '' : ` on ${node}`;
  const what = error === '' ? state : state === 'failed' ? error.replace(/^task: /, '') : `${state}: ${error}`;
  return `${service}.${slot}${place}: ${what}`;
}
