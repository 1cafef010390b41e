import { flattenExceptionGroups } from './exception-group.js';
import { callStack, type Head, headAt, nodePreamble } from './head.js';
import { type OutputLine, type PlainLine, readLine, saysItGoesOn } from './line.js';
import {
  chained,
  isHeading,
  type Message,
  plainMessages,
  pythonLink,
  pythonMessages,
  runsOn,
  testFailed,
  traceback,
} from './messages.js';

/** Lines that belong together and say that one thing went wrong: a message with its stack, causes and details. */
export interface Report {
  readonly stream: 'stdout' | 'stderr';
  readonly lines: readonly OutputLine[];
  /** The most telling first; there is at least one. */
  readonly messages: readonly Message[];
  /** Indices of its first and last line in the whole output. */
  readonly start: number;
  readonly end: number;
  /** Nothing caught it, by the form in which it is reported. */
  readonly isUncaught: boolean;
  /** `warned`: it was only a warning. `retried`: it was tried again. `went on`: the program says how it goes on. */
  readonly handled: 'no' | 'warned' | 'retried' | 'went on';
}

/** The output as lines with their roles, and the reports in it, in the order in which they begin. */
export interface Output {
  readonly lines: readonly OutputLine[];
  readonly reports: readonly Report[];
}

/** A report is read up to so many lines. */
const longestReport = 120;
/** Lines without indentation that are still read as part of a message on stderr. */
const mostLooseLines = 6;

/** Finds the reports in the output of a program. */
export function readOutput(output: readonly PlainLine[]): Output {
  const lines = flattenExceptionGroups(output).map(({ stream, text }) => readLine(stream, text));
  const reports = (['stdout', 'stderr'] as const).flatMap((stream) => {
    const indices = lines.flatMap((line, index) => (line.stream === stream ? [index] : []));
    // A terminal has one stream for both.
    const isForErrors = stream === 'stderr' || lines.every((line) => line.stream === 'stdout');
    return reportsOf(lines, indices, isForErrors);
  });
  return { lines, reports: reports.sort((one, other) => one.start - other.start) };
}

const ignored = /\((?:error )?ignored\)$/;
const retried = /\b(?:retry|retrying|reconnecting|trying again|will retry|attempt)\b/i;

/** Reads the reports of one stream, whose lines are at `indices` of all lines. */
function reportsOf(all: readonly OutputLine[], indices: readonly number[], isForErrors: boolean): readonly Report[] {
  const lines = indices.map((index) => all[index]!);
  const reports: Report[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const last = reports.at(-1);
    if (ignored.test(line.text) && last !== undefined) {
      reports[reports.length - 1] = { ...last, handled: 'went on' };
      at += 1;
      continue;
    }
    const head = headAt(lines, at);
    if (head === undefined) {
      at += 1;
      continue;
    }
    const end = endOf(lines, head, isForErrors);
    // What is the very last ended it, whatever wrote a line before.
    const isLast = lines.slice(end).every((line) => line.text.trim() === '');
    const isLogged = last !== undefined && !isLast && last.end === indices[at - 1] && isTraceOf(last, lines.slice(at, end));
    const start = isLogged ? at - 1 : at - linesAbove(lines, indices, at, head, last);
    if (isLogged) reports.pop();
    const report = makeReport(lines.slice(start, end), { ...head, at: head.at - start, isLogged });
    reports.push({ ...report, start: indices[start]!, end: indices[end - 1]! });
    at = end;
  }
  return reports;
}

/** How many lines right above a message belong to it: some compilers print the place, and an excerpt, before what is wrong there. */
function linesAbove(
  lines: readonly OutputLine[],
  indices: readonly number[],
  at: number,
  head: Head,
  last: Report | undefined,
): number {
  if (head.form !== 'line') return 0;
  let above = 0;
  while (above < 6) {
    const line = lines[at - above - 1];
    if (line === undefined || line.text === '' || (line.role !== 'frame' && line.role !== 'detail')) break;
    if (last !== undefined && indices[at - above - 1]! <= last.end) break;
    above += 1;
  }
  return above;
}

/** Whether a logger wrote the lines as the exception that its line before reports. */
function isTraceOf({ lines: [first, ...more], handled }: Report, lines: readonly OutputLine[]): boolean {
  if (more.length > 0) return false;
  const [head] = lines;
  if (traceback.test(head!.text)) return first!.text !== first!.message || handled !== 'no';
  const isException = exceptionName.test(head!.text) || /^Error: /.test(head!.text);
  return handled !== 'no' && isException && lines.some(({ role }) => role === 'frame');
}

/** The line after the last of the report that begins with `head`. */
function endOf(lines: readonly OutputLine[], { at, form }: Head, isForErrors: boolean): number {
  const isColumnar = form === 'python';
  const most = Math.min(lines.length, at + longestReport);
  let end = at + 1;
  let loose = 0;
  let inTraceback = isColumnar;
  while (end < most) {
    const { text, role } = lines[end]!;
    if (!inTraceback && form !== 'python' && (beginsUncaught(lines, end) || isCrossed(lines, end))) break;
    if (inTraceback) {
      // Everything is indented down to the message.
      if (!/^\s/.test(text) && text !== '') inTraceback = false;
    } else if (traceback.test(text) && isColumnar && followsLink(lines, end)) inTraceback = true;
    else if (role === 'progress') break;
    else if (runsOn(lines[end - 1]!)) loose += 0;
    else if (pythonLink.test(text) || chained.test(text)) loose = 0;
    else if (role === 'frame' || role === 'detail' || (role === 'wrapper' && /^(?:Emitted '|Node\.js v)/.test(text))) loose += 0;
    else if (/^[ \t]/.test(text)) loose += 0;
    else if (end === at + 1 && (/:$/.test(lines[at]!.text) || isHeading(lines[at]!))) loose += 0;
    else if (role === 'text' && form !== 'python' && stackFollows(lines, end)) loose += 0;
    else if (
      role === 'text' &&
      isForErrors &&
      !saysItGoesOn(lines[end]!) &&
      lines[at]!.role !== 'handled' &&
      loose < mostLooseLines &&
      lines[end - 1]!.text !== ''
    )
      loose += 1;
    else break;
    end += 1;
  }
  while (end > at + 1 && lines[end - 1]!.text.trim() === '') end -= 1;
  return end;
}

/** Whether what nothing caught begins there. */
function beginsUncaught(lines: readonly OutputLine[], at: number): boolean {
  const form = headAt(lines, at)?.form;
  return form === 'node' || form === 'python';
}

/** Whether an error of its own begins there, marked by a cross. */
function isCrossed(lines: readonly OutputLine[], at: number): boolean {
  return /^\s{1,4}[x×] [A-Z]/.test(lines[at]!.text) && lines[at - 1]!.text.trim() === '';
}

/** Whether a message of several lines goes on there, down to its stack. */
function stackFollows(lines: readonly OutputLine[], at: number): boolean {
  for (const { text, role } of lines.slice(at, at + 10)) {
    if (role === 'frame') return true;
    if (role === 'progress' || role === 'wrapper' || exceptionName.test(text) || nodePreamble.test(text)) return false;
  }
  return false;
}

function followsLink(lines: readonly OutputLine[], at: number): boolean {
  return lines.slice(Math.max(0, at - 3), at).some(({ text }) => pythonLink.test(text));
}

const uncaughtForm =
  /^\s*(?:panic: |fatal error: |thread '.{0,80}' (?:\(\d+\) )?panicked|Exception in thread "main"|PHP (?:Fatal|Parse) error|rake aborted!$|Error: unhandled exception: |Unhandled [A-Z][A-Z-]{2,60} in thread |Fatal error: |Parse error: |Unhandled [Ee]xception|Uncaught |\** ?\(?\w*\)? ?Uncaught|terminate called|FATAL ERROR: |\S{1,300}:\d+:in .{1,200}\([A-Z][\w:]*\)$|\*\* \()|\bat \S{1,200} line \d+\.$/;
const exceptionName = /^(?:Uncaught )?(?:[a-z_][\w]*\.){0,6}[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b(?: \[\w+\])?(?::|$)/;

function makeReport(
  whole: readonly OutputLine[],
  { at, place, form, isLogged }: Head & { readonly isLogged: boolean },
): Omit<Report, 'start' | 'end'> {
  // Node puts the line of the code above the message, which says nothing of what happened.
  const lines =
    form === 'node' ? whole.map((line, index): OutputLine => (index < at ? { ...line, role: 'frame' } : line)) : whole;
  const first = lines[0]!;
  const head = lines[at]!;
  const messages = form === 'python' ? pythonMessages(lines, isLogged) : plainMessages(lines, at, place);
  const hasStack = lines.some(({ role }) => role === 'frame') && exceptionName.test(head.text);
  const isUncaught =
    !isLogged &&
    (form !== 'line' ||
      uncaughtForm.test(head.text) ||
      testFailed.test(head.text) ||
      hasStack ||
      callStack.test(lines[at + 1]?.text ?? ''));
  const start = isLogged ? first : head;
  const handled = isUncaught || start.role !== 'handled' ? 'no' : handledHow(start.message);
  return { stream: first.stream, lines, messages, isUncaught, handled };
}

function handledHow(message: string): Report['handled'] {
  if (retried.test(message)) return 'retried';
  return wentOnWords.test(message) ? 'went on' : 'warned';
}

const wentOnWords =
  /\b(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/|falling|fallback|trying|instead|offline|using|going on|continu|carrying|without|ignor|skip|disabled|off|degraded|assum|default|recover|kept)/i;
