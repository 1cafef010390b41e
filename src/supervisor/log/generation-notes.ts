import { describeExit, describeRequest, type ExitRecord, requestOf } from '../../policy/restart/exit.js';
import { formatDuration } from '../../policy/words/duration.js';

const start = /^started, pid \d+$/;
const failedEnd = /^(?:ended with (?!exit code 0 )|cannot start: )/;

/** What a process's log says when a generation began. */
export function startNote(pid: number): string {
  return `started, pid ${pid}`;
}

/** What it says when one ended. */
export function endNote(exit: ExitRecord): string {
  const request = requestOf(exit);
  const asked = request === undefined ? '' : `, ${describeRequest(request)}`;
  return `ended with ${describeExit(exit)}${exit.ranMs > 0 ? ` after ${formatDuration(exit.ranMs)}` : ''}${asked}`;
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
