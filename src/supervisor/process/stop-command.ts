import type { ChildHandle } from '../../ports/spawner.js';
import type { RunnerParts } from './runner-parts.js';

/**
 * Runs the user's stop command beside the process. Calls `failed` where there is none, it cannot be started or does not end with 0.
 * The caller ends it.
 * @param pid of the process, which the command has in WATCHDOG_PID; null where there is none
 */
export function runStopCommand(
  { spawner, stopCommand, listener }: Pick<RunnerParts, 'spawner' | 'stopCommand' | 'listener'>,
  pid: number | null,
  failed: () => void,
): ChildHandle | undefined {
  if (stopCommand === null) {
    failed();
    return undefined;
  }
  const env = pid === null ? stopCommand.env : { ...stopCommand.env, WATCHDOG_PID: String(pid) };
  return spawner.spawn(
    { ...stopCommand, env },
    {
      spawned: () => {},
      failed,
      output: (stream, chunk) => listener.output(stream, chunk),
      exited: (exit) => {
        if (exit.code !== 0) failed();
      },
      gone: () => {},
      outputEnded: () => {},
    },
  );
}
