import type { OutputLine } from './line.js';
import { type Place, placeIn } from './place.js';

/** What one report says: a message, and where that is. */
export interface Message {
  readonly text: string;
  /** Its line in the report. */
  readonly at: number;
  /** The first place in the user's own code, else undefined. */
  readonly place: Place | undefined;
}

/** Where the cause of an exception begins. */
export const chained = /^\s*(?:Caused by\b|\[cause\]|\[errors\]|--- End of inner|---> )|^\s{4,}\*\* \((?!EXIT\))[A-Z]/;

/** Where a traceback of Python begins. */
export const traceback = /^\s*(?:\+ Exception Group )?Traceback \(most recent call last\):/;

/** What Python writes between two exceptions of a chain. */
export const pythonLink = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** The message at `at` and what it was caused by: Java's last cause first, else in their order. */
export function plainMessages(lines: readonly OutputLine[], at: number, place: Place | undefined): readonly Message[] {
  const head = messageAt(lines, belowHeading(lines, at), place ?? placeIn(lines[at]!.text));
  const causes = lines.flatMap(({ text }, index) => {
    if (index <= at || !chained.test(text)) return [];
    if (/^\s*\[errors\]: \[$/.test(text) && index + 1 < lines.length) return [messageAt(lines, index + 1, undefined)];
    return /\w/.test(text.replace(chained, '')) ? [messageAt(lines, index, undefined)] : [];
  });
  // A cause without a message says less than what wraps it.
  const java = causes.filter(({ at: index, text }) => /^Caused by: /.test(lines[index]!.text) && !/: null$/.test(text));
  if (causes.length > 0 && collective.test(lines[at]!.text)) return [...causes, head];
  return java.length > 0 ? [java.at(-1)!, head, ...java.slice(0, -1)] : [head, ...causes];
}

/** What says only that something else failed. */
const collective = /\bAggregate(?:Exception|Error)\b|failed to start child|^\*\* \(EXIT/;

const heading =
  /^(?:ERROR )?in \.\/\S{1,300}(?: \d+:\d+(?:-\d+)?)?$|panicked at .{1,300}:$|^(?:Execution|Syntax) error .{0,300}\(\S{1,300}:\d+(?::\d+)?\)\.$|^Unhandled [Ee]xception[:.]?$|^(?:Error|ERROR|error|Fatal|FATAL):$|\baborted!$|^\s*(?:[A-Z]\w{0,60}\\){1,6}\w{1,60}\s*$|^> Could not resolve all |^\* What went wrong:$|^Error: P\d{4}$/;
const failedTest = /^\s*expect\(|^\s*assert|^\s*(?:[A-Z]\w{0,60})?(?:Error|Exception)\b/;

/** Whether the sentence of a message goes on in the next line: its words are wrapped. */
export function runsOn({ message, role }: OutputLine): boolean {
  return (
    role === 'trouble' &&
    message.length > 50 &&
    /[a-z`'")],$|\s(?:or|and|the|an?|of|with|to|for|by|from|as|that|than|which|because)$/.test(message)
  );
}

/** How RSpec begins what failed. */
const rspec = /^\s+Failure\/Error: (?=\S)/;

/** How runners of tests announce one that failed. */
export const testFailed = /^\s*(?:(?:--- )?FAIL\b|✖|✗|×|not ok\b|Failed \S{1,200} \[[^\]]{1,12}\]$)/;

/** Whether the message is on the next line. */
export function isHeading({ message }: OutputLine): boolean {
  return heading.test(message);
}

/** Where the message is that a heading announces: on the next line, and of a failed test where it says what was expected. */
function belowHeading(lines: readonly OutputLine[], at: number): number {
  const { text } = lines[at]!;
  // Of a condition of Lisp: the thread, over two lines, comes before it.
  if (/^Unhandled [A-Z-]{3,60} in thread /.test(text)) {
    const said = lines.findIndex(({ text }, index) => index > at && /^ {2}\S/.test(text));
    return said === -1 ? at : said;
  }
  // Of pip: what to do is below.
  if (/^ +╰─> |^╰─> /.test(lines[at + 1]?.text ?? '')) return at;
  const expectation = text === 'Failures:' ? lines.findIndex((line) => rspec.test(line.text)) : -1;
  if (expectation !== -1) return expectation;
  if (isHeading(lines[at]!)) {
    const below = lines.findIndex(({ text }, index) => index > at && text.trim() !== '');
    return below === -1 ? at : below;
  }
  if (!testFailed.test(text)) return at;
  const yaml = lines.findIndex((line, index) => index > at && /^\s*(?:error: \|-?|Error Message:)$/.test(line.text));
  if (yaml !== -1 && yaml + 1 < lines.length) return yaml + 1;
  const expected = lines.findIndex((line, index) => index > at && failedTest.test(line.text));
  if (expected !== -1) return expected;
  const said = lines.findIndex((line, index) => index > at && line.text.trim() !== '' && !/^\s*[●✕✗×✖•]/.test(line.text));
  return said === -1 ? at : said;
}

/** The exceptions of a Python traceback, the one that ended it first. */
export function pythonMessages(lines: readonly OutputLine[], isLogged: boolean): readonly Message[] {
  const heads: Message[] = [];
  let begin = isLogged ? 1 : 0;
  for (let index = begin + 1; index < lines.length; index += 1) {
    const { text } = lines[index]!;
    if (/^\s/.test(text) || text === '') continue;
    if (traceback.test(text) || pythonLink.test(text)) {
      begin = index;
      continue;
    }
    if (heads.length > 0 && heads.at(-1)!.at > begin) continue;
    const places = lines.slice(begin, index).flatMap(({ place }) => (place?.isUsers === true ? [place] : []));
    heads.push({ text: lines[index]!.text, at: index, place: places.at(-1) });
  }
  if (heads.length === 0) heads.push({ text: lines[0]!.message, at: 0, place: undefined });
  return [heads.at(-1)!, ...heads.slice(0, -1)];
}

function messageAt(lines: readonly OutputLine[], at: number, given: Place | undefined): Message {
  const line = lines[at]!;
  const text = line.message
    .replace(rspec, '')
    .replace(/^\s*(?:Caused by(?: \d+)?:?|\[cause\]:|---> )\s*/, '')
    .trim();
  const own = placeIn(line.text);
  if (own?.isUsers === true) return { text, at, place: own };
  if (given?.isUsers === true && !hasUserFrames(lines, at)) return { text, at, place: given };
  for (let below = at + 1; below < lines.length; below += 1) {
    const { text: other, place } = lines[below]!;
    if (chained.test(other)) break;
    const found = place ?? (/^\s/.test(other) ? placeIn(other.trim()) : undefined);
    if (found?.isUsers === true) return { text, at, place: found };
  }
  const above = lines.slice(0, at).findLast(({ place }) => place?.isUsers === true)?.place;
  return { text, at, place: given?.isUsers === true ? given : (above ?? undefined) };
}

function hasUserFrames(lines: readonly OutputLine[], at: number): boolean {
  return lines.slice(at + 1).some(({ place }) => place?.isUsers === true);
}
