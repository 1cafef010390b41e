import { nodeClock } from '../../adapters/node/clock.js';
import { ownBirth } from '../../adapters/proc/birth.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { EventHistory } from '../../supervisor/events/history.js';
import type { ProjectClaim } from './claim-project.js';
import type { ConfigReload } from './config-reload.js';
import type { OwnLog } from './own-log.js';
import type { ShutdownSequence } from './shutdown-sequence.js';

/** What a control socket serves. */
export interface ControlRequest {
  readonly watchdog: Watchdog;
  /** Its name. */
  readonly project: string;
  /** Made before the first start, so that nothing is missing in it. */
  readonly history: EventHistory;
  readonly ending: ShutdownSequence;
  readonly news: ConfigReload;
  readonly log: OwnLog;
  /** Says why there is no socket. */
  complain(text: string): void;
}

/**
 * Opens the control socket of a project until the end of the run, and keeps it there. Never throws: where it cannot be opened, that
 * is said once, and costs only the commands that would have spoken through it.
 */
export async function openControl(
  claim: ProjectClaim,
  { watchdog, project, history, ending, news, log, complain }: ControlRequest,
): Promise<void> {
  try {
    // Loaded here, behind the first children: http and zod take longer than their start.
    const { ControlServer } = await import('../../control/server.js');
    const onDown = (): void => {
      if (!ending.begun) ending.request('quit');
    };
    const control = await ControlServer.listen(claim.places.socket, {
      watchdog,
      clock: nodeClock,
      history,
      project,
      isEnding: () => ending.begun,
      reload: () => news.reload(),
      scale: (name, count) => news.scale(name, count),
      onProblem: (listener) => news.onProblem(listener),
      onDown,
    });
    ending.atEnd((report) => control.end({ ...report, watchdog: ownBirth() }));
    const restored = async (text: string): Promise<void> => {
      const { folder, socket } = claim.places;
      log.reopen(folder);
      const failed = (error: Error): void => complain(`the control socket cannot be restored: ${error.message}`);
      await control.listenAgain(socket).then(() => watchdog.notify({ text, trouble: true }), failed);
    };
    claim.keep(nodeClock, async (text) => (ending.begun ? undefined : restored(text)), complain);
  } catch (error) {
    complain(`no control socket, so status, logs, down and their like cannot reach this run: ${(error as Error).message}`);
  }
}
