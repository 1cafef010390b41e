import { ProjectLock } from '../../adapters/files/project-lock.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { openRunDirectory } from '../options/run-directory.js';

/**
 * Opens the run's folder and takes the project's lock, until the program ends. Returns the folder; undefined where it cannot be
 * written, which is said once and keeps nobody from running.
 * @throws WatchdogError ALREADY_RUNNING
 */
export function claimProject(projectDirectory: string, complain: (text: string) => void): string | undefined {
  try {
    const directory = openRunDirectory(projectDirectory);
    const lock = ProjectLock.acquire(directory);
    process.once('exit', () => lock.release());
    return directory;
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    const { message } = error as Error;
    complain(
      `watchdog: no lock and no journal, so a second watchdog could run here and a crash is not cleaned up after, and no log files: ${message}`,
    );
    return undefined;
  }
}
