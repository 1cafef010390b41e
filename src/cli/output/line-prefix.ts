import { plainLine } from '../../policy/words/plain-text.js';
import { nameColour } from '../../view/text/name-colours.js';
import { isNarrow } from '../../view/text/narrow.js';
import { type TextSink, usesColour } from './text-sink.js';

/** Says how many cells a name takes on the screen. */
export type NameWidth = (name: string) => number;

/** The measure for names each of whose characters is one cell. */
export const narrowWidth: NameWidth = ({ length }) => length;

/** A measure that fits these names. The tables of wide characters are loaded only where one may be among them. */
export async function widthFor(names: readonly string[]): Promise<NameWidth> {
  return names.every(isNarrow) ? narrowWidth : (await import('../../view/text/cell-slice.js')).cellWidth;
}

/** Makes what is before each line of a process: its name, as wide as the widest, in a colour of its own. */
export function linePrefixes(
  names: readonly string[],
  sink: TextSink,
  widthOf: NameWidth = narrowWidth,
): (name: string) => string {
  const width = Math.max(0, ...names.map((name) => widthOf(plainLine(name))));
  const isColoured = usesColour(sink);
  return (name) => {
    const shown = plainLine(name);
    const padded = shown + ' '.repeat(Math.max(0, width - widthOf(shown)));
    if (!isColoured) return `${padded} | `;
    return `\x1b[${nameColour(names.indexOf(name))}m${padded} |\x1b[39m `;
  };
}
