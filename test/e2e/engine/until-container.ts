import type { Watchdog } from '../../../src/api/watchdog.js';
import type { ProcessStatus } from '../../../src/supervisor/snapshot/status.js';

/** Resolves once the status of a container passes a test. */
export async function untilContainer(watchdog: Watchdog, name: string, test: (status: ProcessStatus) => boolean): Promise<void> {
  const holds = (): boolean => {
    const status = watchdog.getStatus(`container:${name}`);
    return status !== null && test(status);
  };
  await new Promise<void>((resolve) => {
    const stop = watchdog.onChange(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
    if (holds()) {
      stop();
      resolve();
    }
  });
}

/** Whether a status is of this state. */
export const isIn =
  (state: string) =>
  (status: { readonly state: string }): boolean =>
    status.state === state;
