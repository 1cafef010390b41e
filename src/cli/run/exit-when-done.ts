import { untilDone } from '../../api/until-done.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { ProcessConfig } from '../../config/schema/process-config.js';
import type { ShutdownSequence } from './shutdown-sequence.js';

const failedStatus = 1;

/**
 * Ends the program when every process has ended: with 0 if all succeeded, else, or when something else ends it before, with 1.
 * Says first which processes never end by themselves, and last which have failed.
 */
export function exitWhenDone(
  watchdog: Watchdog,
  { configs, ending, warn }: { configs: readonly ProcessConfig[]; ending: ShutdownSequence; warn(text: string): void },
): void {
  let status = failedStatus;
  ending.statusBy(() => status);
  const wanted = new Set(watchdog.snapshots().flatMap(({ name, desired }) => (desired === 'up' ? [name] : [])));
  const endless = configs.filter(({ name, policy }) => wanted.has(name) && policy.restart === 'always').map(({ name }) => name);
  if (endless.length > 0) {
    const words = endless.length === 1 ? ['is', 'it ends', 'it'] : ['are', 'they end', 'them'];
    const [are, end, them] = words;
    warn(
      `${endless.join(', ')} ${are} restarted whenever ${end}, so this run does not end by itself; give ${them} autoRestart: on-failure or false`,
    );
  }
  untilDone(watchdog, ({ succeeded, failed, blocked }) => {
    if (ending.begun) return;
    if (failed.length === 0) status = 0;
    for (const { name, reason } of blocked) warn(`${name}: ${reason}`);
    const parts = [
      ...(succeeded.length > 0 || failed.length === 0 ? [`${succeeded.length} succeeded`] : []),
      ...(failed.length > 0 ? [`${failed.length} failed: ${failed.join(', ')}`] : []),
    ];
    warn(`all have ended, ${parts.join(', ')}`);
    ending.request('quit');
  });
}
