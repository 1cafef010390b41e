import type { ProcessAction } from '../../api/action-run.js';
import type { ControlClient } from '../../client/client.js';
import { parseSignal } from '../../policy/process/signals.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { plainText } from '../../policy/words/plain-text.js';
import { jsonText, print, say } from '../output/print.js';
import { painterFor } from '../output/text-sink.js';
import { dependentLines } from '../run/end-words.js';

/** What an action is asked for. */
export interface ActRequest {
  readonly action: ProcessAction;
  readonly names: readonly string[];
  readonly all: boolean;
  /** Whether the outcomes are one JSON document. */
  readonly json: boolean;
}

/**
 * Sends a signal to processes, says what became of it, and returns the exit status: 1 where one does not run.
 * @throws WatchdogError USAGE for what is no signal to send
 */
export async function sendSignal(
  client: ControlClient,
  { name, written, json }: { readonly name: string; readonly written: string; readonly json: boolean },
): Promise<number> {
  const parsed = parseSignal(written);
  if ('fault' in parsed) throw new WatchdogError('USAGE', parsed.fault);
  return sendAction(client, { action: `signal:${parsed.signal}`, names: [name], all: false, json });
}

/**
 * Carries an action out, says what became of it, and returns the exit status: 1 where one process did not get there.
 * @throws WatchdogError USAGE where it is not clear which processes are meant
 */
export async function sendAction(client: ControlClient, { action, names, all, json }: ActRequest): Promise<number> {
  if (all && names.length > 0) throw new WatchdogError('USAGE', `${action} takes names or --all, not both`);
  if (!all && names.length === 0) throw new WatchdogError('USAGE', `${action} takes names of processes, or --all`);
  const outcomes = await client.act(all ? { action, all } : { action, names });
  if (json) await print(`${jsonText(outcomes, 2)}\n`);
  const paint = painterFor(process.stderr);
  for (const { ok, text } of json ? [] : outcomes) say(paint(plainText(text), ok ? 'plain' : 'trouble'));
  for (const line of json ? [] : dependentLines(outcomes)) say(plainText(line));
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}
