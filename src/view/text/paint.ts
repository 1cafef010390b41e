import chalk, { type ChalkInstance } from 'chalk';
import { toAscii } from './ascii.js';
import { type Line, mergedSpans } from './span.js';
import type { Colour, TextStyle, Theme, Tone } from './theme.js';

type Painter = (text: string) => string;

const painters = new WeakMap<TextStyle, { readonly plain: Painter; readonly bold: Painter }>();

/**
 * The line in these styles: text with SGR sequences, in which all that is opened is closed. Ink is given one text a line: of
 * nested ones it makes an element each, and reads the text of each once more in every frame.
 */
export function paintLine(line: Line, tones: Readonly<Record<Tone, TextStyle>>, ascii: Theme['ascii']): string {
  return mergedSpans(line)
    .map(({ text, tone = 'plain', bold = false, link }) => {
      const painter = painterOf(tones[tone]);
      const painted = (bold ? painter.bold : painter.plain)(ascii ? toAscii(text) : text);
      // A terminal without other characters than these has no links either.
      return link === undefined || ascii ? painted : hyperlink(painted, link);
    })
    .join('');
}

/** Text that leads to a URL (OSC 8). The URL has printable characters alone. */
function hyperlink(text: string, url: string): string {
  return `\x1b]8;;${url}\x07${text}\x1b]8;;\x07`;
}

function painterOf(style: TextStyle): { readonly plain: Painter; readonly bold: Painter } {
  let painter = painters.get(style);
  if (painter === undefined) {
    painter = { plain: newPainter(style), bold: newPainter({ ...style, bold: true }) };
    painters.set(style, painter);
  }
  return painter;
}

function newPainter({ color, backgroundColor, dimColor, bold, inverse }: TextStyle): Painter {
  let painter: ChalkInstance = chalk;
  if (inverse) painter = painter.inverse;
  if (bold) painter = painter.bold;
  if (backgroundColor !== undefined)
    painter = typeof backgroundColor === 'number' ? painter.bgAnsi256(backgroundColor) : painter.bgHex(backgroundColor);
  if (color !== undefined) painter = coloured(painter, color);
  if (dimColor) painter = painter.dim;
  return painter;
}

function coloured(painter: ChalkInstance, color: Colour): ChalkInstance {
  if (typeof color === 'number') return painter.ansi256(color);
  return isHex(color) ? painter.hex(color) : painter[color];
}

function isHex(color: Exclude<Colour, number>): color is `#${string}` {
  return color.startsWith('#');
}
