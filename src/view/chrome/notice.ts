import { formatCountdown } from '../../policy/words/duration.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { type Keymap, standardKeymap } from '../commands/keymap.js';
import type { Toast } from '../state/toasts.js';
import type { Question } from '../state/ui.js';
import { endsWithUs } from '../state/words.js';
import { fitLine, type Line, lineWidth, plainText, spreadLine } from '../text/span.js';

/**
 * The line over the footer while the shutdown goes on: who is still there, what it was sent, and when it is killed.
 * @param isOurs whether Ctrl+C here is the second request, which forces it
 */
export function shutdownLine(processes: readonly ProcessSnapshot[], now: number, width: number, isOurs = true): Line {
  const remaining = processes.filter(endsWithUs);
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
  const alive = processes.filter(endsWithUs).map(({ name }) => name);
  if (question.about === 'several') {
    const { begin, end } = question.words;
    const names = listWithin(
      question.deed.steps.map(({ name }) => name),
      width - lineWidth([{ text: begin + end }]) - 3,
    );
    return fitLine([{ text: ` ${begin} ${names}${end}`, tone: 'progress', bold: true }], width);
  }
  const words = question.about === 'quit' ? `Quit and stop ${list(alive)}?` : plainText(question.words);
  return fitLine([{ text: ` ${words}`, tone: 'progress', bold: true }], width);
}

/** What stands in the line of toasts beside a toast. */
export interface ToastAround {
  /** What is said without a toast. @default nothing */
  readonly otherwise?: string;
  /** Whose keys the texts name. @default those without a person's changes */
  readonly keymap?: Keymap;
}

/** A toast as a line. */
export function toastLine(toast: Toast | undefined, width: number, around: ToastAround = {}): Line {
  const { otherwise = '', keymap = standardKeymap } = around;
  const { text, tone, count = 1 } = toast ?? { text: otherwise, tone: 'plain' };
  const words: Line = text === '' ? [] : [{ text: ` ${plainText(keymap.say(text))}`, tone }];
  const times: Line = count === 1 ? [] : [{ text: `  ×${count}`, tone }];
  // What is cut is the text, or nobody would see that it was said again.
  const room = width - lineWidth(times);
  return fitLine([...(lineWidth(words) > room ? fitLine(words, room) : words), ...times], width);
}

/** What a process was sent, and how long it has left: "api: SIGTERM sent, SIGKILL in 8 s"; its name alone before its turn. */
function lastWords({ name, state, brief, dueAt }: ProcessSnapshot, now: number): string {
  if (state !== 'stopping') return name;
  return `${name}: ${brief}${dueAt === null ? '' : `, SIGKILL in ${formatCountdown(dueAt - now)}`}`;
}

/** A list for a sentence, at most `most` of it: "api, db, web and 2 more". */
function list(parts: readonly string[], most = 3): string {
  const shown = parts.slice(0, most).map(plainText).join(', ');
  return parts.length <= most ? shown : `${shown} and ${parts.length - most} more`;
}

/** As many names as fit into `width` cells, and how many more. */
function listWithin(names: readonly string[], width: number): string {
  let most = names.length;
  while (most > 1 && lineWidth([{ text: list(names, most) }]) > width) most -= 1;
  return list(names, most);
}
