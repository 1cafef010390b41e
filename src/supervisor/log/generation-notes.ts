import { describeExit, type ExitFact } from '../../policy/restart/exit.js';
import { formatDuration } from '../../policy/words/duration.js';

const start = /^started, pid \d+$/;
const failedEnd = /^(?:ended with (?!exit code 0 )|cannot start: )/;

/** What a process's log says when a generation began. */
export function startNote(pid: number): string {
  return `started, pid ${pid}`;
}

/** What it says when one ended after `durationMs` milliseconds. */
export function endNote(exit: ExitFact, durationMs: number): string {
  return `ended with ${describeExit(exit)} after ${formatDuration(durationMs)}`;
}

/** What it says when there was nothing to start. */
export function noStartNote(message: string): string {
  return `cannot start: ${message}`;
}

/** Whether a note says that a generation began. */
export function isStartNote(text: string): boolean {
  return start.test(text);
}

/** Whether a note says that a generation ended otherwise than with exit code 0, or could not begin. */
export function isCrashNote(text: string): boolean {
  return failedEnd.test(text);
}
