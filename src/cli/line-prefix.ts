import { nameColour } from '../view/name-colours.js';
import { type TextSink, usesColour } from './text-sink.js';

/** Makes what stands before each line of a process: its name, as wide as the widest, in a colour of its own. */
export function linePrefixes(names: readonly string[], sink: TextSink): (name: string) => string {
  const width = Math.max(0, ...names.map(({ length }) => length));
  const isColoured = usesColour(sink);
  return (name) => {
    const padded = name.padEnd(width);
    if (!isColoured) return `${padded} | `;
    return `\x1b[${nameColour(names.indexOf(name))}m${padded} |\x1b[39m `;
  };
}
