import type { PlainLine } from './line.js';

const opening = /^\s*\+ Exception Group (?=Traceback \(most recent call last\):)/;
const bar = /^\s*[|+]/;
const separator = /^\s*\+[-+]+ (\d+|\.\.\.) -{4,}/;

/**
 * The lines of an exception group of Python as those of a chain of exceptions: without the bars at their left, the first
 * exception of the group as the cause. Others of the group are indented, as details are.
 */
export function flattenExceptionGroups(lines: readonly PlainLine[]): readonly PlainLine[] {
  const inGroup = new Map<string, 'first' | 'others'>();
  return lines.map((line): PlainLine => {
    const { stream, text } = line;
    if (opening.test(text) && !inGroup.has(stream)) {
      inGroup.set(stream, 'first');
      return { stream, text: text.replace(opening, '') };
    }
    const part = inGroup.get(stream);
    if (part === undefined) return line;
    if (!bar.test(text)) {
      inGroup.delete(stream);
      return line;
    }
    const number = separator.exec(text)?.[1];
    if (number !== undefined && number !== '1') inGroup.set(stream, 'others');
    if (number === '1' && part === 'first') {
      return { stream, text: 'The above exception was the direct cause of the following exception:' };
    }
    const bare = text.replace(/^\s*(?:\| ?|\+[-+]*\s?)(?:Exception Group (?=Traceback ))?/, '');
    return { stream, text: inGroup.get(stream) === 'others' ? `    ${bare}` : bare };
  });
}
