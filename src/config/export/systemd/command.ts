import { isAbsolute, resolve } from 'node:path';
import type { ProcessConfig } from '../../schema/process-config.js';
import { checkCommand, shellQuoted } from '../common/check-command.js';
import { commandWord } from './words.js';

/** What `ExecStart=` runs for a process. */
export function startCommand({ command, args, shell, cwd }: ProcessConfig): string {
  if (shell !== false) return shellCommand(command, shell);
  return [...program(command, cwd), ...args].map(commandWord).join(' ');
}

/**
 * What `ExecStop=` runs. systemd sends the signal as soon as the command has ended, and watchdog only after the grace; so it waits.
 */
export function stopCommand(command: string): string {
  return shellCommand(`export WATCHDOG_PID=$MAINPID\n${command}\nwhile kill -0 "$MAINPID" 2>/dev/null; do sleep 0.2; done`, true);
}

/**
 * What `ExecStartPost=` runs: the unit counts as started once the check passes. Undefined where no command can ask it.
 */
export function waitUntilReady({ policy, probes }: ProcessConfig): string | undefined {
  const index = policy.probes.findIndex(({ readiness }) => readiness);
  const [times, probe] = [policy.probes[index], probes[index]];
  if (times === undefined || probe === undefined) return undefined;
  const check = checkCommand(probe, times.timeoutMs);
  if (check === undefined) return undefined;
  const between = Math.min(times.startIntervalMs, times.intervalMs) / 1000;
  return shellCommand(
    `until timeout ${times.timeoutMs / 1000} /bin/sh -c ${shellQuoted(check)}; do sleep ${between}; done`,
    true,
  );
}

function shellCommand(command: string, shell: string | true): string {
  const found = shell === true ? ['/bin/sh'] : isAbsolute(shell) ? [shell] : ['/usr/bin/env', shell];
  return [...found, '-c', command].map(commandWord).join(' ');
}

/** systemd searches only a few folders for a name, and takes no path that is relative to the folder of the process. */
function program(command: string, cwd: string): readonly string[] {
  if (isAbsolute(command)) return [command];
  return command.includes('/') ? [resolve(cwd, command)] : ['/usr/bin/env', command];
}
