import { roundsOf } from '../policy/process/start-order.js';
import type { Requester } from '../policy/restart/exit.js';
import type { Clock } from '../ports/clock.js';
import { type ActionManner, type ActionOutcome, ActionRun, type ProcessAction } from './action-run.js';
import type { Watchdog } from './watchdog.js';

/** What is asked for, of which processes, and by whom. */
export interface AskedAction {
  readonly action: ProcessAction;
  readonly names: readonly string[];
  readonly manner: ActionManner;
  readonly by: Requester;
}

/** Carries an action out, round by round in the order of dependencies, and says of each process what became of it. Never rejects. */
export async function actOn(
  watchdog: Watchdog,
  clock: Clock,
  { action, names, manner, by }: AskedAction,
): Promise<ReadonlyMap<string, ActionOutcome>> {
  const rows = new Map(watchdog.snapshots().map((snapshot) => [snapshot.name, snapshot]));
  const rounds = roundsOf(
    action,
    names,
    (name) => rows.get(name)?.dependsOn ?? [],
    (name) => rows.get(name)?.pid != null,
  );
  const outcomes = new Map<string, ActionOutcome>();
  for (const round of rounds) {
    const run = async (name: string): Promise<void> => {
      // What could not be stopped is not started beside itself.
      if (outcomes.get(name)?.ok === false) return;
      outcomes.set(name, await new ActionRun(watchdog, clock, name, manner, by).run(round.action));
    };
    await Promise.all(round.names.map(run));
  }
  return outcomes;
}
