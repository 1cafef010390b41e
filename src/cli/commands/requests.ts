import type { ControlClient } from '../../client/client.js';
import { errorTable, WatchdogError } from '../../policy/words/errors.js';
import { jsonText, print, say, sayProblem, warn } from '../output/print.js';
import { killedLines, leftLines } from '../run/end-words.js';

/** Has the running watchdog read its configuration again, and returns the exit status: 78 where that is broken. */
export async function reload(client: ControlClient, json: boolean): Promise<number> {
  const { ok, text, problem } = await client.reload();
  if (json) await print(`${jsonText({ ok, text }, 2)}\n`);
  else if (problem === undefined) say(text);
  else sayProblem(problem);
  return ok ? 0 : errorTable.CONFIG_INVALID.exitCode;
}

/**
 * Scales a process, says what became of it, and returns the exit status: 1 where not all replicas got there.
 * @param asked such as "api=5"
 * @throws WatchdogError USAGE
 */
export async function scale(client: ControlClient, asked: string, json: boolean): Promise<number> {
  const [, name, count] = /^(.+)=(\d{1,9})$/s.exec(asked) ?? [];
  if (name === undefined) {
    throw new WatchdogError('USAGE', `scale takes NAME=NUMBER, such as api=5, not "${asked}"`);
  }
  const outcome = await client.scale(name, Number(count));
  if (json) await print(`${jsonText(outcome)}\n`);
  else say(outcome.text);
  return outcome.ok ? 0 : 1;
}

/** Prints the metrics of a running watchdog as OpenMetrics text, or as one JSON document. */
export async function printMetrics(client: ControlClient, json: boolean): Promise<void> {
  await print(json ? `${jsonText(await client.metricFamilies(), 2)}\n` : await client.metrics());
}

/** Ends the running watchdog with all it runs, and returns the exit status: 1 where something is left alive. */
export async function down(client: ControlClient, json: boolean): Promise<number> {
  const report = await client.down();
  if (json) {
    const { watchdog: _itself, ...document } = report ?? {};
    await print(`${jsonText(report === undefined ? null : document, 2)}\n`);
    return report === undefined || report.left.length > 0 ? 1 : 0;
  }
  if (report === undefined) {
    warn('it ended without a report; see .watchdog/watchdog.log');
    return 1;
  }
  for (const line of [...leftLines(report), ...killedLines(report)]) say(line);
  if (report.left.length > 0) return 1;
  say('everything is stopped, and the watchdog has ended');
  return 0;
}
