import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { KeyBindings } from '../commands/command.js';
import { greeting } from '../state/greeting.js';
import type { TerminalSize } from '../state/layout.js';
import { shownToasts, type Toast } from '../state/toasts.js';
import type { Question } from '../state/ui.js';
import { fitLine, type Line, plainText } from '../text/span.js';
import { wrapText } from '../text/wrap.js';
import { questionLine, shutdownLine, toastLines } from './notice.js';

/** What there is to say over the footer. */
export interface NoticeFacts {
  readonly shuttingDown: boolean;
  /** Whether Ctrl+C here forces the shutdown; else it only leaves. */
  readonly forces: boolean;
  /** What is asked; undefined where nothing is. */
  readonly question: Question | undefined;
  readonly processes: readonly ProcessSnapshot[];
  readonly toasts: readonly Toast[];
  /** Whether quitting can leave everything running. */
  readonly canLeave: boolean;
  /** What is said where there is nothing else to say. */
  readonly otherwise: string;
  /** Rows for lines of the log, over which what is said lies. */
  readonly logRows: number;
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly size: TerminalSize;
  readonly keymap: KeyBindings;
}

/**
 * The lines over the footer: the shutdown, else the newest toasts, the oldest of them first, and below them what is asked; without
 * any of these the reason that its row cuts. There is at least one. The last has a row of its own, those before it lie over the panes.
 */
export function noticeLines(facts: NoticeFacts): readonly [...Line[], Line] {
  const { shuttingDown, forces, canLeave, question, processes, toasts, otherwise, logRows, now, size, keymap } = facts;
  const { columns } = size;
  if (shuttingDown) return [shutdownLine(processes, now, columns, forces, keymap)];
  // What is wrong comes before the keys to begin with.
  const others = otherwise === '' ? toasts : toasts.filter(({ about }) => about !== greeting.about);
  const shown = shownToasts(others, now, mostToasts(size));
  let spare = mostToasts(size) - shown.length;
  const lines: Line[] = [];
  for (const toast of shown.toReversed()) {
    const own = toastLines(toast, columns, spare + 1, keymap);
    spare -= own.length - 1;
    lines.unshift(...own);
  }
  if (question !== undefined) return [...lines, questionLine(question, { processes, canLeave, keymap }, columns)];
  const last = lines.pop();
  if (last !== undefined) return [...lines, last];
  const pieces = wrapText(plainText(otherwise), columns - 2);
  const rows = pieces.length <= mostRowsOfReason(logRows) ? pieces : [plainText(otherwise)];
  return rows.map((row) => fitLine([{ text: row === '' ? '' : ` ${row}` }], columns)) as [...Line[], Line];
}

/** Rows for a reason, so that it is read to its end where the log keeps most of its own. */
function mostRowsOfReason(logRows: number): number {
  return logRows < 9 ? 1 : 3;
}

/** Rows of toasts for which there is room beside what is read: one for each, and what is left for what is longer, the newest first. */
function mostToasts({ rows }: TerminalSize): number {
  if (rows < 15) return 1;
  return rows < 20 ? 2 : 3;
}
