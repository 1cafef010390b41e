import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { fitLine, type Line, plainText, spreadLine } from './span.js';
import { isAlive } from './state-words.js';
import type { Toast } from './toasts.js';

/** What the shutdown still waits for. */
export interface ShuttingDown {
  /** The names of the processes that are still alive. */
  readonly remaining: readonly string[];
}

/** The line over the footer while the shutdown goes on. */
export function shutdownLine({ remaining }: ShuttingDown, width: number): Line {
  const names = remaining.length === 0 ? '' : `: ${remaining.length} still running (${nameList(remaining)})`;
  const style = { tone: 'progress', bold: true } as const;
  return spreadLine([{ text: ` shutting down${names}`, ...style }], [{ text: '  Ctrl+C forces ', ...style }], width);
}

/** The question whether to quit, with what that ends. */
export function quitQuestion(processes: readonly ProcessSnapshot[], width: number): Line {
  const names = processes.filter(isAlive).map(({ name }) => name);
  return fitLine([{ text: ` Quit and stop ${nameList(names)}?`, tone: 'progress', bold: true }], width);
}

/** A toast as a line; an empty one without a toast. */
export function toastLine(toast: Toast | undefined, width: number): Line {
  return fitLine(toast === undefined ? [] : [{ text: ` ${plainText(toast.text)}`, tone: toast.tone }], width);
}

/** Names for a sentence, at most three of them: "api, db, web and 2 more". */
function nameList(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(plainText).join(', ');
  return names.length <= 3 ? shown : `${shown} and ${names.length - 3} more`;
}
