import type { OutputLine } from './line.js';
import { traceback } from './messages.js';
import { type Place, placeIn } from './place.js';

/** The place that Node puts above what it did not catch. */
export const nodePreamble = /^(?:file:\/\/)?(?:\/|node:|[A-Za-z]:\\)\S{1,300}:(\d+)$/;
const caret = /^\s*\^+\s*$/;
/** Of a line of code that is longer than what is read. */
const cutCaret = /^\s{500}/;

/** What begins a report. */
export interface Head {
  /** The line of the message. */
  readonly at: number;
  /** The place that Node puts above what it did not catch. */
  readonly place: Place | undefined;
  readonly form: 'line' | 'node' | 'python';
}

/** What begins at a line; undefined where no report does. */
export function headAt(lines: readonly OutputLine[], at: number): Head | undefined {
  const { text, role } = lines[at]!;
  if (nodePreamble.test(text)) {
    for (let below = at + 1; below <= at + 8 && below < lines.length; below += 1) {
      if (!caret.test(lines[below]!.text) && !cutCaret.test(lines[below]!.text)) continue;
      let message = below + 1;
      while (message < lines.length && lines[message]!.text.trim() === '') message += 1;
      if (message < lines.length) return { at: message, place: preamblePlace(text), form: 'node' };
    }
  }
  if (traceback.test(text) || /^ {2}File "[^"]{1,300}", line \d+(?:, in \S.{0,200})?$/.test(text)) {
    return { at, place: undefined, form: 'python' };
  }
  if (text === springFailure) return springDescription(lines, at);
  if (callStack.test(lines[at + 1]?.text ?? '')) return { at, place: undefined, form: 'line' };
  return role === 'trouble' || role === 'handled' ? { at, place: undefined, form: 'line' } : undefined;
}

const springFailure = 'APPLICATION FAILED TO START';
/** What Haskell writes below an error. */
export const callStack = /^CallStack \(from HasCallStack\):/;

/** Spring Boot says what failed in a paragraph of its own. */
function springDescription(lines: readonly OutputLine[], at: number): Head {
  const title = lines.findIndex(({ text }, index) => index > at && index < at + 6 && text === 'Description:');
  const said = title === -1 ? -1 : lines.findIndex(({ text }, index) => index > title && text.trim() !== '');
  return { at: said === -1 ? at : said, place: undefined, form: 'line' };
}

function preamblePlace(text: string): Place | undefined {
  const bare = text.replace(/^file:\/\//, '');
  const place = placeIn(`${bare}: `) ?? placeIn(`(${bare})`);
  return place?.isUsers === true ? place : undefined;
}
