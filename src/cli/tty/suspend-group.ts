import { nodeClock } from '../../adapters/node/clock.js';

/** Milliseconds within which the system has stopped us, if it is going to. */
const longestMs = 200;

/**
 * Stops this program and whatever else the shell runs in its job (npm, a shell of npm's) as Ctrl+Z does, until the shell brings
 * it back. Where no shell is there to bring it back, the system does not stop it, and this returns soon.
 */
export async function suspendGroup(): Promise<void> {
  process.stdout.write('watchdog is paused: the processes run on without supervision; fg brings it back\n');
  const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  process.kill(0, 'SIGTSTP');
  await Promise.race([continued, new Promise<void>((resolve) => nodeClock.setTimer(resolve, longestMs))]);
}
