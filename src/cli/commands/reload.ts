import type { ControlClient } from '../../client/client.js';
import { errorTable } from '../../policy/words/errors.js';
import { jsonText, print, say } from '../output/print.js';

/** Has the running watchdog read its configuration again, and returns the exit status: 78 where that is broken. */
export async function reload(client: ControlClient, json: boolean): Promise<number> {
  const { ok, text } = await client.reload();
  if (json) await print(`${jsonText({ ok, text }, 2)}\n`);
  else say(text);
  return ok ? 0 : errorTable.CONFIG_INVALID.exitCode;
}
