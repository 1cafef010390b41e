import { plainText } from '../../policy/words/plain-text.js';
import { sanitize, stripSgr } from '../../view/text/terminal.js';
import { type TextSink, usesColour } from './text-sink.js';

/**
 * The filter for lines of children: a terminal gets what is seen and, where it wants them, colours; a file or a pipe gets plain text,
 * with colours only where the user forces them.
 */
export function outputFilter(sink: TextSink): (line: string) => string {
  if (usesColour(sink)) return (line) => closed(sanitize(line));
  return sink.isTTY === true ? (line) => stripSgr(sanitize(line)) : plainText;
}

/** A colour that a line leaves on must not go on in the next one, which is another process's. */
function closed(line: string): string {
  return line.includes('\x1b') && !/\x1b\[0?m[^\x1b]*$/.test(line) ? `${line}\x1b[0m` : line;
}
