import { socketPath } from '../../adapters/files/socket-path.js';
import { nodeClock } from '../../adapters/node/clock.js';
import { ownBirth } from '../../adapters/proc/birth.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { EventHistory } from '../../supervisor/events/history.js';
import type { ConfigReload } from './config-reload.js';
import type { Ending } from './ending.js';

/** What a control socket serves. */
export interface ControlRequest {
  readonly watchdog: Watchdog;
  /** Its name. */
  readonly project: string;
  /** Made before the first start, so that nothing is missing in it. */
  readonly history: EventHistory;
  readonly ending: Ending;
  readonly news: ConfigReload;
  /** Says why there is no socket. */
  complain(text: string): void;
}

/**
 * Opens the control socket of a project until the end of the run. Never throws: where it cannot be opened, that is said once,
 * and costs only the commands that would have spoken through it.
 */
export async function openControl(
  projectDirectory: string,
  { watchdog, project, history, ending, news, complain }: ControlRequest,
): Promise<void> {
  try {
    // Loaded here, behind the first children: http and zod take longer than their start.
    const { ControlServer } = await import('../../control/server.js');
    const onDown = (): void => {
      if (!ending.begun) ending.request('quit');
    };
    const control = await ControlServer.listen(socketPath(projectDirectory), {
      watchdog,
      clock: nodeClock,
      history,
      project,
      isEnding: () => ending.begun,
      reload: () => news.reload(),
      onProblem: (listener) => news.onProblem(listener),
      onDown,
    });
    ending.atEnd((report) => control.end({ ...report, watchdog: ownBirth() }));
  } catch (error) {
    complain(
      `watchdog: no control socket, so status, logs, down and their like cannot reach this run: ${(error as Error).message}`,
    );
  }
}
