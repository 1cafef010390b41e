import { accessSync, constants } from 'node:fs';

const shell = '/bin/sh';

/**
 * What PID 1 of a container runs in the place of Node, in the words of any POSIX shell: the command that it is given, whose status it
 * ends with. A shell that waits collects every orphan that has ended, which Node cannot: it knows only children of its own.
 *
 * Signals go on to the command. A terminal sends INT and QUIT to the whole foreground itself, and a second INT would force the end.
 * A shell without job control gives /dev/null to what it starts in the background, hence the third descriptor.
 */
const initScript = `
unset WATCHDOG_INIT
signals='HUP TERM USR1 USR2'
if [ -t 0 ]; then trap '' INT QUIT; else signals="$signals INT QUIT"; fi
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&-
for signal in $signals; do trap "kill -$signal $child 2>/dev/null" "$signal"; done
while wait "$child"; status=$?; kill -0 "$child" 2>/dev/null; do :; done
exit "$status"
`;

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
