import type { Clock } from '../../ports/clock.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { untilHolds } from '../../supervisor/unit/until-holds.js';

/** Milliseconds without a change after which nobody expects any more that what is on its way will come. */
export const patienceMs = 120_000;

/** Whose processes are to start. */
export interface Starting {
  processes(): readonly ProcessSnapshot[];
  subscribe(listener: () => void): () => void;
  /** Resolves when they can start no more. */
  readonly ended: Promise<unknown>;
}

/** How a start went. */
export interface StartOutcome {
  /** Those that should run and do not. */
  readonly failed: readonly ProcessSnapshot[];
  /** Those that run and are not healthy, while one that failed waits for them. */
  readonly awaited: readonly ProcessSnapshot[];
  /** Whether some were still on their way when patience ended. */
  readonly gaveUp: boolean;
}

/** Waits until nothing is on its way up any more, or nothing of that has moved for `patienceMs`. */
export async function untilStarted(source: Starting, clock: Clock): Promise<StartOutcome> {
  const patience = new AbortController();
  let seen = '';
  let timer: Disposable | undefined;
  const isOver = (): boolean => {
    const processes = source.processes();
    const coming = onTheWay(processes);
    const sight = sightOf(coming, processes);
    if (sight !== seen || timer === undefined) {
      seen = sight;
      timer?.[Symbol.dispose]();
      timer = clock.setTimer(() => patience.abort(), patienceMs);
    }
    return coming.length === 0;
  };
  const settled = untilHolds((listener) => source.subscribe(listener), isOver);
  const givenUp = new Promise((resolve) => patience.signal.addEventListener('abort', resolve, { once: true }));
  await Promise.race([settled.reached, source.ended, givenUp]);
  settled.cancel();
  (timer as Disposable | undefined)?.[Symbol.dispose]();
  return outcomeOf(source.processes(), patience.signal.aborted);
}

/**
 * Those that will come up, as far as that is known: they start, or wait for others of which each is up or will come. What crashed,
 * whose circuit is open, or that was stopped may come up too some day, but nobody should wait for that.
 */
export function onTheWay(processes: readonly ProcessSnapshot[]): readonly ProcessSnapshot[] {
  const byName = new Map(processes.map((process) => [process.name, process]));
  const mayBeReady = (process: ProcessSnapshot | undefined): boolean => {
    if (process === undefined) return true;
    const { state, trouble, dependsOn } = process;
    if (state === 'waiting') return !trouble && dependsOn.every((name) => mayBeReady(byName.get(name)));
    // The engine is being asked, and will have said something soon.
    if (state === 'unknown') return !trouble;
    return state === 'starting' || state === 'running' || state === 'completed' || state === 'stopping';
  };
  return processes.filter(
    (process) =>
      process.desired === 'up' &&
      process.state !== 'running' &&
      process.state !== 'completed' &&
      !isBetweenRuns(process) &&
      mayBeReady(process),
  );
}

/** A scheduled process counts as started. */
function isBetweenRuns({ nextRun }: ProcessSnapshot): boolean {
  return nextRun !== undefined;
}

/** What must change before those that wait come. One that crashes again and again beside them is no sign of life. */
function sightOf(coming: readonly ProcessSnapshot[], processes: readonly ProcessSnapshot[]): string {
  const names = new Set(coming.flatMap(({ state, name, dependsOn }) => (state === 'waiting' ? [name, ...dependsOn] : [])));
  const facts = processes.filter(({ name }) => names.has(name)).map(({ name, state, health }) => [name, state, health]);
  return JSON.stringify(facts);
}

function outcomeOf(processes: readonly ProcessSnapshot[], gaveUp: boolean): StartOutcome {
  const failed = processes.filter(
    (process) =>
      process.desired === 'up' && process.state !== 'running' && process.state !== 'completed' && !isBetweenRuns(process),
  );
  const waitedFor = new Set(failed.flatMap(({ state, dependsOn }) => (state === 'waiting' ? dependsOn : [])));
  const isUnwell = ({ state, health }: ProcessSnapshot): boolean =>
    state === 'running' && (health === 'pending' || health === 'unhealthy');
  return { failed, awaited: processes.filter((process) => waitedFor.has(process.name) && isUnwell(process)), gaveUp };
}
