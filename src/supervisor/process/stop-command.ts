import { explainExit } from '../../policy/diagnosis/exit-words.js';
import type { Lifecycle } from '../../policy/process/lifecycle.js';
import type { ChildHandle } from '../../ports/spawner.js';
import type { RunnerParts } from './runner-parts.js';

/**
 * Runs the user's stop command beside the process that is stopping, with its pid in WATCHDOG_PID. Calls `failed` where there is none,
 * it cannot be started or does not end with 0; which is said as long as the process waits for it. The caller ends it.
 */
export function runStopCommand(
  { spawner, stopCommand, listener }: Pick<RunnerParts, 'spawner' | 'stopCommand' | 'listener'>,
  lifecycle: () => Lifecycle,
  failed: () => void,
): ChildHandle | undefined {
  if (stopCommand === null) {
    failed();
    return undefined;
  }
  const { generation, phase } = lifecycle();
  const pid = phase.name === 'stopping' ? phase.pid : null;
  const env = pid === null ? stopCommand.env : { ...stopCommand.env, WATCHDOG_PID: String(pid) };
  const failedBy = (why: string): void => {
    const now = lifecycle();
    const isAwaited = now.generation === generation && now.phase.name === 'stopping' && !now.phase.forced;
    if (isAwaited) listener.stopCommandFailed(why);
    failed();
  };
  return spawner.spawn(
    { ...stopCommand, env },
    {
      spawned: () => {},
      failed: ({ message }) => failedBy(message),
      output: (stream, chunk) => listener.output(stream, chunk),
      exited: (exit) => {
        if (exit.code !== 0) failedBy(explainExit(exit));
      },
      gone: () => {},
      outputEnded: () => {},
    },
  );
}
