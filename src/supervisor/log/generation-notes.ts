import { describeExit, describeRequest, type ExitRecord, isCrash, requestOf } from '../../policy/restart/exit.js';
import { formatDuration } from '../../policy/words/duration.js';
import type { NoteKind } from '../../ports/log-sink.js';

/** A rule between two generations in a log: the record, and its text. */
export interface GenerationNote {
  readonly kind: NoteKind;
  readonly text: string;
}

/** What a log says when a generation began. @param pid null where the engine has one that means nothing here */
export function startNote(pid: number | null): GenerationNote {
  return { kind: 'start', text: pid === null ? 'started' : `started, pid ${pid}` };
}

/** What a log says when a generation ended. @param successExitCodes the codes that are no crash */
export function endNote(exit: ExitRecord, successExitCodes: readonly number[]): GenerationNote {
  const request = requestOf(exit);
  const asked = request === undefined ? '' : `, ${describeRequest(request)}`;
  const after = exit.ranMs > 0 ? ` after ${formatDuration(exit.ranMs)}` : '';
  return { kind: isCrash(exit, successExitCodes) ? 'crash' : 'end', text: `ended with ${describeExit(exit)}${after}${asked}` };
}

/** What a log says when a process could not be started. */
export function noStartNote(message: string): GenerationNote {
  return { kind: 'crash', text: `cannot start: ${message}` };
}
