import { roundsOf } from '../policy/process/start-order.js';
import type { Requester } from '../policy/restart/exit.js';
import type { Clock } from '../ports/clock.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
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
    (name) => endsFirst(action, rows.get(name)),
  );
  const outcomes = new Map<string, ActionOutcome>();
  for (const { action: each, names: those, restarts } of rounds) {
    const run = async (name: string): Promise<void> => {
      const ended = outcomes.get(name);
      // What could not be stopped is not started beside itself.
      if (ended?.ok === false) return;
      const one = new ActionRun(watchdog, clock, name, manner, by);
      outcomes.set(name, await (ended?.ok && restarts !== true ? startAgain(watchdog, name, one) : one.run(each, restarts)));
    };
    await Promise.all(those.map(run));
  }
  return outcomes;
}

/** Starts what was ended to be restarted, unless another request has decided on it meanwhile: the last word counts. */
async function startAgain(watchdog: Watchdog, name: string, one: ActionRun): Promise<ActionOutcome> {
  const row = watchdog.snapshots().find((each) => each.name === name);
  if (row?.state === 'stopped' && row.restarting !== true) return { ok: false, text: `${name} was stopped meanwhile` };
  return one.run(row?.state === 'running' || row?.state === 'starting' ? 'start' : 'restart');
}

/** Whether something of it has to end before it restarts; a container its engine restarts in one go, unless it is killed. */
function endsFirst(action: ProcessAction, row: ProcessSnapshot | undefined): boolean {
  if (row === undefined || (row.kind !== 'process' && action === 'restart')) return false;
  return row.state === 'starting' || row.state === 'running' || row.state === 'stopping';
}
