import { signalOf } from '../../api/action-run.js';
import { formatCountdown } from '../../policy/words/duration.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { KeyBindings } from '../commands/command.js';
import { standardKeymap } from '../commands/keymap.js';
import type { PlainAction } from '../state/source.js';
import { hiddenWords } from '../state/target.js';
import type { Toast } from '../state/toasts.js';
import type { Question } from '../state/ui.js';
import { endsWithUs } from '../state/words.js';
import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, lineWidth, plainText, spreadLine } from '../text/span.js';
import { cutMiddle, fitCells, leastName } from '../text/terminal.js';
import { wrapText } from '../text/wrap.js';

/**
 * The line over the footer while the shutdown goes on: who is still there, what it was sent, and when it is killed.
 * @param isOurs whether Ctrl+C here is the second request, which forces it
 */
export function shutdownLine(
  processes: readonly ProcessSnapshot[],
  now: number,
  width: number,
  isOurs = true,
  keymap: KeyBindings = standardKeymap,
): Line {
  const remaining = processes.filter(endsWithUs);
  const names =
    remaining.length === 0 ? '' : `, ${remaining.length} left: ${list(remaining.map((each) => remainingWords(each, now)))}`;
  const style = { tone: 'progress', bold: true } as const;
  return spreadLine(
    [{ text: ` shutting down${names}`, ...style }],
    [{ text: keymap.say(isOurs ? '  {interrupt} forces ' : '  {interrupt} leaves '), ...style }],
    width,
  );
}

/** The context in which a question is drawn. */
export interface QuestionAround {
  readonly processes: readonly ProcessSnapshot[];
  /** Whether everything can be left running. @default false */
  readonly canLeave?: boolean;
  /** Whose keys answer. @default those without a user's changes */
  readonly keymap?: KeyBindings;
}

/** The fewest cells for a question itself. */
const leastQuestion = 40;

/** A question as a bar of exactly `width` cells: what it is about, what follows from it, and the keys that answer it. */
export function questionLine(question: Question, around: QuestionAround, width: number): Line {
  const { processes, canLeave = false, keymap = standardKeymap } = around;
  const answers = (background: string): string => {
    const all = [
      `{question.yes} ${yesWord(question)}`,
      ...(question.about === 'quit' && canLeave ? [`{question.background} ${background}`] : []),
      '{question.no} cancel',
    ];
    return `   ${all.map((answer) => keymap.say(answer)).join('   ')} `;
  };
  // The footer has the answers too.
  const forms = [answers('keep running in background'), answers('background')];
  const right = forms.find((form) => width - cellWidth(form) >= leastQuestion) ?? ' ';
  const room = width - cellWidth(right);
  const words = questionWords(question, processes, room);
  const left = fitCells(` ${words}`, Math.max(1, room));
  return fitLine(
    [
      { text: left + ' '.repeat(Math.max(0, room - cellWidth(left))), tone: 'question', bold: true },
      { text: right, tone: 'question' },
    ],
    width,
  );
}

function questionWords(question: Question, processes: readonly ProcessSnapshot[], room: number): string {
  switch (question.about) {
    case 'quit':
      return quitWords(processes, room);
    case 'scale': {
      const { name, count, last } = question;
      const replicas = `${count} ${count === 1 ? 'replica' : 'replicas'}`;
      return plainText(
        last === null ? `Scale ${name} to ${replicas}?` : `Stop and remove ${last}? ${name} has ${replicas} then.`,
      );
    }
    case 'plan':
      return planWords(question, room);
  }
}

function yesWord(question: Question): string {
  if (question.about === 'quit') return 'quit';
  if (question.about === 'scale') return question.last === null ? 'scale' : 'remove';
  return question.plan.verb === 'kill-restart' ? 'kill and restart' : question.plan.verb;
}

function quitWords(processes: readonly ProcessSnapshot[], room: number): string {
  const alive = processes.filter(endsWithUs).map(({ name }) => name);
  return `Quit and stop ${listWithin(alive, room - 'Quit and stop ? '.length)}?`;
}

const commands: Readonly<Record<PlainAction, readonly [before: string, after: string]>> = {
  start: ['Start', ''],
  stop: ['Stop', ''],
  restart: ['Restart', ''],
  reset: ['Reset', ''],
  kill: ['Kill', ' now, without grace'],
  'kill-restart': ['Kill', ' without grace and start again'],
  'hold-checks': ['Hold the checks of', ''],
  'resume-checks': ['Resume the checks of', ''],
};

function planWords({ plan, dependents }: Question & { readonly about: 'plan' }, room: number): string {
  const { verb, names, hidden } = plan;
  const [before, after] = signalOf(verb) === undefined ? commands[verb as PlainAction] : [`Send ${signalOf(verb)} to`, ''];
  const isOne = names.length === 1;
  const one = dependents.length === 1;
  const depending =
    dependents.length === 0 ? '' : ` ${list(dependents)} ${one ? 'depends' : 'depend'} on ${isOne ? 'it' : 'them'}.`;
  const rest = hiddenWords(hidden).map((words) => ` ${words}.`);
  const end = `${after}?${depending}${rest.join('')}`;
  return `${before} ${listWithin(names, room - cellWidth(before + end) - 3)}${end}`;
}

/** A toast as a line, with the keys of `keymap` in its text. */
export function toastLine({ text, tone, count = 1 }: Toast, width: number, keymap: KeyBindings = standardKeymap): Line {
  const words: Line = [{ text: ` ${plainText(keymap.say(text))}`, tone }];
  const times: Line = count === 1 ? [] : [{ text: `  ×${count}`, tone }];
  // What is cut is the text, or nobody would see that it was said again.
  const room = width - lineWidth(times);
  return fitLine([...(lineWidth(words) > room ? fitLine(words, room) : words), ...times], width);
}

/** The same in as many lines as its text needs, where these are at most `most`. */
export function toastLines(toast: Toast, width: number, most: number, keymap: KeyBindings): readonly Line[] {
  const { text, tone, count = 1 } = toast;
  const times = count === 1 ? '' : `  ×${count}`;
  const rows = wrapText(plainText(keymap.say(text)), width - 2 - times.length);
  if (rows.length === 1 || rows.length > most) return [toastLine(toast, width, keymap)];
  return rows.map((row, index) => fitLine([{ text: ` ${row}${index === rows.length - 1 ? times : ''}`, tone }], width));
}

/** What a process was sent, and how long it has left: "api: SIGTERM sent, SIGKILL in 8s"; its name alone before its turn. */
function remainingWords({ name, state, brief, dueAt }: ProcessSnapshot, now: number): string {
  if (state !== 'stopping') return name;
  return `${name}: ${brief}${dueAt === null ? '' : `, SIGKILL in ${formatCountdown(dueAt - now)}`}`;
}

/** A list for a sentence, at most `most` of it: "api, db, web and 2 more". */
function list(parts: readonly string[], most = 3): string {
  const shown = parts.slice(0, most).map(plainText).join(', ');
  return parts.length <= most ? shown : `${shown} and ${parts.length - most} more`;
}

/** As many names as fit into `width` cells, and how many more; one that does not fit is cut in its middle. */
function listWithin(names: readonly string[], width: number): string {
  let most = names.length;
  while (most > 1 && cellWidth(plainText(list(names, most))) > width) most -= 1;
  const [first = '', ...others] = names;
  const over = cellWidth(plainText(list(names, most))) - width;
  const whole = plainText(first);
  return over <= 0 ? list(names, most) : list([cutMiddle(whole, Math.max(leastName, cellWidth(whole) - over)), ...others], most);
}
