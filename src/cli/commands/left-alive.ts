import { join } from 'node:path';
import { stateFolderOf } from '../../adapters/files/running.js';
import { bootId, stillRuns } from '../../adapters/proc/birth.js';
import { readJournal } from '../../adapters/reaper/journal-file.js';
import { findRecordedTrees, listLeft } from '../../adapters/reaper/leftovers.js';
import { WatchdogError } from '../../policy/words/errors.js';

/**
 * What to throw where no watchdog runs for a project: as long as the last run, killed with its reaper, has left something alive, that
 * is named.
 * @param error thrown where there is nothing to add
 */
export function namingLeft(error: unknown, projectDirectory: string): unknown {
  if (!(error instanceof WatchdogError) || error.code !== 'NOT_RUNNING') return error;
  try {
    const last = readJournal(join(stateFolderOf(projectDirectory), 'journal.json'));
    if (last === undefined || last.watchdog.bootId !== bootId() || stillRuns(last.watchdog)) return error;
    const left = findRecordedTrees(last);
    if (left.length === 0) return error;
    const count = left.length === 1 ? '1 process' : `${left.length} processes`;
    const text = `no watchdog runs here, and the last run has left ${count} alive: ${listLeft(left)}; watchdog up ends what is left and starts anew`;
    return new WatchdogError('NOT_RUNNING', text);
  } catch {
    return error; // A journal that cannot be read names nothing.
  }
}
