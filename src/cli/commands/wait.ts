import type { ControlClient } from '../../client/client.js';
import { isSo, type WaitAsked, type Waited, waitedFor } from '../../client/waited.js';
import { formatDuration } from '../../policy/words/duration.js';
import { jsonText, print, say } from '../output/print.js';

/**
 * Waits, says what did not come true, and returns the exit status: 1 where it did not.
 * @param json whether how all are then is one JSON document
 */
export async function wait(client: ControlClient, asked: WaitAsked, json: boolean): Promise<number> {
  const waited = await waitedFor(client, asked);
  if (json) await print(`${jsonText(await documentOf(client, asked, waited), 2)}\n`);
  else if ('why' in waited) say(waited.why);
  else if ('not' in waited) {
    const wanted = `${asked.condition}${asked.fresh ? ' and fresh' : ''} after ${formatDuration(asked.timeoutMs)}`;
    for (const { name, reason } of waited.not) say(`${name} is not ${wanted}: ${reason}`);
  }
  return 'holds' in waited ? 0 : 1;
}

async function documentOf(client: ControlClient, { names, condition, fresh }: WaitAsked, waited: Waited): Promise<object> {
  const holds = 'holds' in waited;
  const statuses = await client.status(names);
  return {
    holds,
    for: condition,
    fresh,
    why: 'why' in waited ? waited.why : null,
    processes: statuses.map((status) => ({ ...status, holds: holds || isSo(status, condition, fresh) })),
  };
}
