import type { ControlClient } from '../../client/client.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { jsonText, print, say } from '../output/print.js';

/**
 * Scales a process, says what became of it, and returns the exit status: 1 where not all replicas got there.
 * @param asked such as "api=5"
 * @throws WatchdogError USAGE
 */
export async function scale(client: ControlClient, asked: string, json: boolean): Promise<number> {
  const [, name, count] = /^(.+)=(\d{1,9})$/s.exec(asked) ?? [];
  if (name === undefined) {
    throw new WatchdogError('USAGE', `watchdog: scale takes NAME=NUMBER, such as api=5, not "${asked}"`);
  }
  const outcome = await client.scale(name, Number(count));
  if (json) await print(`${jsonText(outcome)}\n`);
  else say(outcome.text);
  return outcome.ok ? 0 : 1;
}
