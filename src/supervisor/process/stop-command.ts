import type { ChildHandle, OutputStream, Spawner, SpawnSpec } from '../../ports/spawner.js';

/**
 * Runs the user's stop command beside the process. Calls `failed` where it cannot be started or does not end with 0. The caller ends it.
 * @param pid of the process, which the command has in WATCHDOG_PID; null where there is none
 */
export function runStopCommand(
  spawner: Spawner,
  command: SpawnSpec,
  pid: number | null,
  output: (stream: OutputStream, chunk: Buffer) => void,
  failed: () => void,
): ChildHandle {
  const env = pid === null ? command.env : { ...command.env, WATCHDOG_PID: String(pid) };
  return spawner.spawn(
    { ...command, env },
    {
      spawned: () => {},
      failed,
      output,
      exited: (exit) => {
        if (exit.code !== 0) failed();
      },
      gone: () => {},
      outputEnded: () => {},
    },
  );
}
