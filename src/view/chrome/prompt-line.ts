import type { CommandContext } from '../commands/command.js';
import { promptUses } from '../commands/prompt-subjects.js';
import type { Prompt } from '../state/prompt.js';
import { type Line, lineWidth, plainText, type Span, spreadLine } from '../text/span.js';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The line that is being typed, with its cursor, in exactly `width` cells; the end of it where it is longer. */
export function promptLine(prompt: Prompt, ctx: CommandContext, width: number): Line {
  const { label, hint } = promptUses[prompt.subject];
  const said = plainText(hint?.(ctx, prompt.text) ?? '');
  const right: Line = [{ text: said === '' ? ' ' : `   ${said} `, tone: 'dim' }];
  const start: Span = { text: ` ${label}`, tone: 'key', bold: true };
  const [under] = characters.segment(prompt.text.slice(prompt.cursor));
  const cursor: Span = { text: plainText(under?.segment ?? ' ') || ' ', tone: 'cursor' };
  const after = plainText(prompt.text.slice(prompt.cursor + (under?.segment.length ?? 0)));
  const room = Math.max(1, width - lineWidth([start, cursor, ...right]));
  return spreadLine(
    [start, { text: lastCells(plainText(prompt.text.slice(0, prompt.cursor)), room) }, cursor, { text: after }],
    right,
    width,
  );
}

/** The end of a text that fits into `width` cells. */
function lastCells(text: string, width: number): string {
  let end = text;
  while (lineWidth([{ text: end }]) > width) end = end.slice([...characters.segment(end)][0]!.segment.length);
  return end;
}
