import type { ControlClient } from '../../client/client.js';
import { isSo, type WaitAsked, type Waited, waitedFor } from '../../client/waited.js';
import { writtenDuration } from '../../policy/words/duration.js';
import { whyNot } from '../../supervisor/snapshot/cause.js';
import { jsonText, print, say } from '../output/print.js';

/**
 * Waits, says what did not come true, and returns the exit status: 1 where it did not.
 * @param json whether how all are then is one JSON document
 */
export async function wait(client: ControlClient, asked: WaitAsked, json: boolean): Promise<number> {
  const waited = await waitedFor(client, asked);
  const lines = whyLines(asked, waited);
  if (json) await print(`${jsonText(await documentOf(client, asked, lines), 2)}\n`);
  else for (const line of lines) say(line);
  return lines.length === 0 ? 0 : 1;
}

/** Why it does not hold, a line or more; none where it does. */
function whyLines({ condition, fresh, timeoutMs }: WaitAsked, waited: Waited): readonly string[] {
  if ('holds' in waited) return [];
  if ('why' in waited) return [waited.why];
  const wanted = `${condition}${fresh ? ' and fresh' : ''} after ${writtenDuration(timeoutMs)}`;
  return waited.not.map((status) => `${status.name} is not ${wanted}: ${whyNot(status, status.facts.causeBeside)}`);
}

async function documentOf(
  client: ControlClient,
  { names, condition, fresh }: WaitAsked,
  why: readonly string[],
): Promise<object> {
  const holds = why.length === 0;
  const statuses = await client.status(names);
  return {
    holds,
    for: condition,
    fresh,
    why: holds ? null : why.join('; '),
    processes: statuses.map((status) => ({ ...status, holds: holds || isSo(status, condition, fresh) })),
  };
}
