import { lastState } from '../words/line-break.js';
import { plainText } from '../words/plain-text.js';

/** A line of output without escape sequences and control characters, and without what a `\r` has overwritten. */
export function plainLine(line: string): string {
  return plainText(lastState(line)).trimEnd();
}

const errorWords =
  /\b(\w*error|\w*exception|panic\w*|fatal|fail\w*|cannot|could not|can't|denied|refused|aborted|killed|traceback|E[A-Z]{4,}|not found|unable|undefined|invalid|missing)\b/i;

/** What follows an error without being one: stack frames, carets, braces, and the version that Node signs with. */
const aftermath = /^\s*(at |from |File "|\.{3} |\^|~|[{}[\])]+[,;]?$|Node\.js v|goroutine \d|errno:|code:|syscall:|Traceback )/;

/** The last line that says what went wrong, plain; the last line of all where none looks like it, undefined without any. */
export function lastErrorLine(lines: readonly string[]): string | undefined {
  const plain = lines.map(plainLine).filter((line) => line.trim() !== '');
  const own = plain.filter((line) => !aftermath.test(line));
  return own.findLast((line) => errorWords.test(line)) ?? own.at(-1) ?? plain.at(-1);
}

const longestKept = 200;

/** The line without what differs from time to time: stamps, addresses, ids and numbers. */
export function normalisedLine(line: string): string {
  return plainLine(line)
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '#')
    .replace(/\b\d{4}[-/]\d\d[-/]\d\d[T ]?/g, '#')
    .replace(/\b0x[0-9a-f]+\b/gi, '#')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/#(?:[.:,Z]?#)*Z?/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestKept);
}
