import type { ProcessAction } from '../../api/action-run.js';
import type { NamedOutcome } from '../../protocol/documents.js';
import type { ControlClient } from '../client.js';

/** Has a running watchdog carry an action out on these. Never rejects: what fails fails for all. */
export async function actOn(
  client: ControlClient,
  action: ProcessAction,
  names: readonly string[],
): Promise<readonly NamedOutcome[]> {
  try {
    return await client.act({ action, names, reader: 'screen' });
  } catch (error) {
    return names.map((name) => ({ name, ok: false, text: (error as Error).message }));
  }
}
