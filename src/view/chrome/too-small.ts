import type { TerminalSize } from '../state/layout.js';
import { cellWidth } from '../text/cell-slice.js';
import { wrapText } from '../text/wrap.js';

/** What a terminal says that is too small for anything else: as much of it as fits whole, in lines. */
export function tooSmallWords({ columns, rows }: TerminalSize): readonly string[] {
  const texts = [
    `The terminal is ${columns}x${rows}; watchdog needs 40x10. All processes keep running.`,
    `The terminal is ${columns}x${rows}; watchdog needs 40x10.`,
    'Too small; needs 40x10',
    'needs 40x10',
    '40x10',
  ];
  const wrapped = texts.map((text) => wrapText(text, Math.max(1, columns - 1)).map((line) => ` ${line}`));
  return (
    wrapped.find(
      (lines) => lines.length <= rows && lines.every((line) => cellWidth(line) <= columns) && lines.join(' ').includes('40x10'),
    ) ?? ['40x10']
  );
}
