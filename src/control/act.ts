import { actOn } from '../api/act-on.js';
import { type ActionManner, screenManner } from '../api/action-run.js';
import type { Watchdog } from '../api/watchdog.js';
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
  const outcomes = await actOn(watchdog, clock, { action, names, manner: manners[reader], by });
  const isEnd = action === 'stop' || action === 'kill';
  const up = isEnd ? watchdog.snapshots().filter((each) => each.state === 'running' && !outcomes.has(each.name)) : [];
  return names.flatMap((name): readonly NamedOutcome[] => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) return [];
    const dependents = up.filter((each) => outcome.ok && each.dependsOn.includes(name)).map((each) => each.name);
    return [{ name, ...outcome, ...(dependents.length === 0 ? {} : { dependents }) }];
  });
}
