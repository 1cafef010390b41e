import type { ControlClient } from '../control/client.js';
import { errorTable } from '../policy/errors.js';
import { say } from './print.js';

/** Has the running watchdog read its configuration again, and returns the exit status: 78 where that is broken. */
export async function reload(client: ControlClient): Promise<number> {
  const { ok, text } = await client.reload();
  say(text);
  return ok ? 0 : errorTable.CONFIG_INVALID.exitCode;
}
