import type { ControlClient } from '../../client/client.js';
import { jsonText, print, say } from '../output/print.js';
import { mayLiveOnLine } from '../run/end-words.js';

/** Ends the running watchdog with all it runs, and returns the exit status: 1 where something is left alive. */
export async function down(client: ControlClient, json: boolean): Promise<number> {
  const report = await client.down();
  if (json) {
    const { watchdog: _itself, ...document } = report ?? {};
    await print(`${jsonText(report === undefined ? null : document, 2)}\n`);
    return report === undefined || report.left.length > 0 ? 1 : 0;
  }
  if (report === undefined) {
    say('watchdog: it ended without saying what is left; .watchdog/watchdog.log may tell');
    return 1;
  }
  for (const { name, pid } of report.left) say(`pid ${pid} of ${name} is still alive and could not be ended`);
  for (const each of report.mayLiveOn ?? []) say(mayLiveOnLine(each));
  if (report.killed.length > 0) say(`killed, since they did not stop in time: ${report.killed.join(', ')}`);
  if (report.left.length > 0) return 1;
  say('everything is stopped, and the watchdog has ended');
  return 0;
}
