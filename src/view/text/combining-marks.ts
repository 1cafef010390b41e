import { sgrSequence, stripSgr } from './sgr.js';

const sgr = '\\x1b\\[[0-9;:]*m';
const mark = '[\\p{M}\\p{Emoji_Modifier}\\u200c\\u200d]';
const someMark = new RegExp(mark, 'u');
const strayRun = new RegExp(`(?:${sgr}|^${mark})(?:${sgr}|${mark})*`, 'gu');

/**
 * Puts the marks of printable text with colours directly behind their base, where terminals expect them: those behind a
 * colour go before it, and those at the start, which would settle on another's cell, go away.
 */
export function attachMarks(text: string): string {
  if (!someMark.test(text)) return text;
  return text.replace(strayRun, (run: string, offset: number) => {
    const colours = run.match(sgrSequence)?.join('') ?? '';
    return offset === 0 ? colours : stripSgr(run) + colours;
  });
}
