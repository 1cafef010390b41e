import { accessSync, constants } from 'node:fs';
import { initScript } from './init-script.js';

const shell = '/bin/sh';

/**
 * Gives PID 1, which a container's first program is, to a small shell that collects zombies, and goes on as its child. Does not return
 * then. Where that cannot be done, says so and returns.
 * @param environment the environment as it was at the start of the program
 */
export function leaveInitToAShell(environment: Readonly<Record<string, string | undefined>>): void {
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  try {
    accessSync(shell, constants.X_OK);
    // It is young in Node, and its warning would be the first thing that the user reads.
    process.removeAllListeners('warning');
    const args = ['sh', '-c', 'eval "$WATCHDOG_INIT"', 'watchdog-init', ...command];
    // In the environment, so that `ps` shows a short line.
    process.execve?.(shell, args, { ...Object.fromEntries(given), WATCHDOG_INIT: initScript });
  } catch {
    // No shell: nothing to hand over to.
  }
  process.stderr.write(
    'watchdog: as PID 1 it cannot collect the zombies of others with this Node; start the container with --init, or use Node 22.15 or later\n',
  );
}
