import { sanitize, stripSgr } from './terminal.js';

// What is not seen, or acts on a terminal: escapes, controls but tab and newline, bidi controls, invisible characters.
const unseen =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/;

/**
 * The lines of a block as they read, which is what a search reads: without colours and anything else that is not seen, a tab
 * as one space. Almost always that is one pass over the whole block, or the colours taken out of the whole block.
 */
export function plainLines(text: string): string {
  const spaced = text.includes('\t') ? text.replaceAll('\t', ' ') : text;
  if (!unseen.test(spaced)) return spaced;
  const colourless = stripSgr(spaced);
  if (!unseen.test(colourless)) return colourless;
  return colourless.split('\n').map(plainLine).join('\n');
}

function plainLine(line: string): string {
  return unseen.test(line) ? stripSgr(sanitize(line)) : line;
}
