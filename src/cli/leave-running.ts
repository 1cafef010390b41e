import { moveToBackground } from '../adapters/job-control.js';
import type { Ending } from './ending.js';

/** Closes the dashboard and lets everything run on as a background job of the shell, which no longer needs the terminal. */
export function leaveRunning(ending: Ending, job: number): void {
  ending.leaveTerminal();
  process.stdout.write('watchdog runs on in the background; watchdog attach opens the dashboard, watchdog down ends it\n');
  moveToBackground(job);
}
