import { type ActionManner, type ActionOutcome, ActionRun, screenManner } from '../api/action-run.js';
import type { Watchdog } from '../api/watchdog.js';
import { roundsOf } from '../policy/process/start-order.js';
import type { Requester } from '../policy/restart/exit.js';
import type { Clock } from '../ports/clock.js';
import type { ActionRequest, NamedOutcome } from '../protocol/documents.js';
import { namesInOrder } from './status-document.js';

const manners: Readonly<Record<'line' | 'screen', ActionManner>> = {
  line: { resetHint: (name) => `watchdog reset ${name} resets it`, waitingIsOutcome: false },
  screen: screenManner,
};

/**
 * Carries an action out, round by round in the order of dependencies. What a client asks for is announced to all listeners.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export async function act(watchdog: Watchdog, clock: Clock, asked: ActionRequest): Promise<readonly NamedOutcome[]> {
  const { action, reader = 'line', client } = asked;
  const active = watchdog.snapshots().flatMap((snapshot) => (snapshot.active === false ? [] : [snapshot.name]));
  const names = 'names' in asked ? namesInOrder(watchdog, asked.names) : active;
  const by: Requester = client === undefined ? 'user' : `client:${client}`;
  if (client !== undefined) for (const name of names) watchdog.notify({ name, text: `${action} by ${client}`, trouble: false });
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
      outcomes.set(name, await new ActionRun(watchdog, clock, name, manners[reader], by).run(round.action));
    };
    await Promise.all(round.names.map(run));
  }
  return names.flatMap((name): readonly NamedOutcome[] => {
    const outcome = outcomes.get(name);
    return outcome === undefined ? [] : [{ name, ...outcome }];
  });
}
