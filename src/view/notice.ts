import { formatCountdown } from '../policy/duration.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { type Keymap, standardKeymap } from './keymap.js';
import { fitLine, type Line, plainText, spreadLine } from './span.js';
import { isAlive } from './state-words.js';
import type { Toast } from './toasts.js';
import type { Question } from './ui-state.js';

/**
 * The line over the footer while the shutdown goes on: who is still there, what it was sent, and when it is killed.
 * @param isOurs whether Ctrl+C here is the second request, which forces it
 */
export function shutdownLine(processes: readonly ProcessSnapshot[], now: number, width: number, isOurs = true): Line {
  const remaining = processes.filter(isAlive);
  const names =
    remaining.length === 0 ? '' : `, ${remaining.length} left: ${list(remaining.map((each) => lastWords(each, now)))}`;
  const style = { tone: 'progress', bold: true } as const;
  return spreadLine(
    [{ text: ` shutting down${names}`, ...style }],
    [{ text: isOurs ? '  Ctrl+C forces ' : '  Ctrl+C leaves ', ...style }],
    width,
  );
}

/** A question; the one whether to quit names what that ends. */
export function questionLine(question: Question, processes: readonly ProcessSnapshot[], width: number): Line {
  const alive = processes.filter(isAlive).map(({ name }) => name);
  const words = question.about === 'quit' ? `Quit and stop ${list(alive)}?` : plainText(question.words);
  return fitLine([{ text: ` ${words}`, tone: 'progress', bold: true }], width);
}

/** A toast as a line; an empty one without a toast. */
export function toastLine(toast: Toast | undefined, width: number, keymap: Keymap = standardKeymap): Line {
  return fitLine(toast === undefined ? [] : [{ text: ` ${plainText(keymap.say(toast.text))}`, tone: toast.tone }], width);
}

/** What a process was sent, and how long it has left: "api: SIGTERM sent, SIGKILL in 8 s"; its name alone before its turn. */
function lastWords({ name, state, brief, dueAt }: ProcessSnapshot, now: number): string {
  if (state !== 'stopping') return name;
  return `${name}: ${brief}${dueAt === null ? '' : `, SIGKILL in ${formatCountdown(dueAt - now)}`}`;
}

/** A list for a sentence, at most three of it: "api, db, web and 2 more". */
function list(parts: readonly string[]): string {
  const shown = parts.slice(0, 3).map(plainText).join(', ');
  return parts.length <= 3 ? shown : `${shown} and ${parts.length - 3} more`;
}
