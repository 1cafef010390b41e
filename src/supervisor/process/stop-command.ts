import type { ChildHandle, OutputStream, Spawner, SpawnSpec } from '../../ports/spawner.js';

/** Runs the user's stop command beside the process. Calls `failed` where it cannot be started or does not end with 0. The caller ends it. */
export function runStopCommand(
  spawner: Spawner,
  command: SpawnSpec,
  output: (stream: OutputStream, chunk: Buffer) => void,
  failed: () => void,
): ChildHandle {
  return spawner.spawn(command, {
    spawned: () => {},
    failed,
    output,
    exited: (exit) => {
      if (exit.code !== 0) failed();
    },
    gone: () => {},
    outputEnded: () => {},
  });
}
