import type { Page } from '../../src/view/state/page.js';
import type { Line } from '../../src/view/text/span.js';

/** What a line says, without the blanks at its end. */
export function textOf(line: Line): string {
  return line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

/** What a page says, its head first. */
export function textsOf({ head, lines }: Page): readonly string[] {
  return [...head, ...lines].map(textOf);
}
