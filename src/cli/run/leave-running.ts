import { moveToBackground } from '../../adapters/tty/job-control.js';
import { say } from '../output/print.js';
import type { ShutdownSequence } from './shutdown-sequence.js';

/** Closes the dashboard and lets everything run on as a background job of the shell, which no longer needs the terminal. */
export function leaveRunning(ending: ShutdownSequence, job: number): void {
  ending.leaveTerminal();
  say('watchdog keeps running in the background; watchdog attach opens the dashboard, watchdog down ends it');
  moveToBackground(job);
}
