import { cutText } from '../words/cut-text.js';
import type { Diagnosis } from './diagnosis.js';
import { type Message, runsOn } from './messages.js';
import { sayPlace } from './place.js';
import type { Report } from './report.js';

const longestWords = 240;

const headings =
  /^(?:[\w .'-]{0,60}:(?: [\w .'-]{0,60}:)?|\W{0,80}(?:error|fatal|fail(?:ures?|ed)?|oops|failed to compile|compilation failed|something went wrong)\W{0,80}|oops\W{1,3}something went wrong.{0,10}|FAIL\b.{0,200}|.{0,20}Failed Tests.{0,20}|npm error code .*|Build failed.{0,40}|BUILD FAILED in .{1,40}|called .{1,40} value: Any \{ \.\. \}|(?:\(\w+\) )?(?:ERROR: )?failed to start (?:the )?(?:server|application|app)\b.{0,40}|Error: P\d{4}|Your requirements could not be resolved .{1,60}|Container \S{1,120} +Error|Offending .{1,20} key in .{1,200}|\S{0,3} ?\w{0,20} failed in .*|AggregateError.{0,20}|APPLICATION FAILED TO START|FAILURE: Build failed with an exception\.|Execution failed for task .{1,200}|.{0,120}node validation exception|(?:\[\d+\] )?bootstrap checks failed\b.{0,200}|\* What went wrong:|\W{0,4}[×✖✗] .{0,200} \d{1,9} ?m?s|)$/i;

/** The report that is shown where no rule knows any: what nothing caught, else the first that is more than a heading. */
export function tellingOf(last: Report, cascade: readonly Report[]): Report {
  if ((last.isUncaught && !headings.test(last.messages[0]!.text)) || last.handled !== 'no') return last;
  const errors = cascade.filter(({ handled }) => handled === 'no');
  const [first] = errors;
  // PostgreSQL reports what it met as information, and what ended it in these words.
  const fatal = first === undefined || !/\bLOG: /.test(textOf(first)) ? undefined : errors.find((each) => isFatal(textOf(each)));
  if (fatal !== undefined) return fatal;
  return (
    errors.find(({ isUncaught, messages: [message] }) => isUncaught && !headings.test(message!.text)) ??
    errors.find(({ messages: [message] }) => !headings.test(message!.text)) ??
    last
  );
}

function textOf({ lines, messages: [message] }: Report): string {
  return lines[message!.at]!.text;
}

function isFatal(text: string): boolean {
  return /\b(?:FATAL|PANIC): /.test(text);
}

/** Whether a report only says that something failed, and others say what. */
export function isHeadingOnly({ messages: [message] }: Report): boolean {
  return headings.test(message!.text);
}

/**
 * The error line itself, with the first place in the user's own code.
 * @param before the reports of the same failure: a summary often follows the place
 */
export function errorLine(report: Report, cwd: string | undefined, before: readonly Report[] = []): Diagnosis {
  const message = report.messages[0]!;
  const near = before[before.indexOf(report) - 1]?.messages[0]?.place;
  const found = message.place ?? (report.isUncaught ? undefined : near);
  const place = found?.isUsers === true ? sayPlace(found, cwd) : undefined;
  const said = wholeMessage(report, message);
  const isNamed = place === undefined || said.includes(place) || namesPlace(said, place);
  return {
    kind: 'error',
    what: isNamed ? said : `${said} at ${place}`,
    advice: '',
    port: null,
    line: said.replace(/…$/, ''),
    ...(place === undefined ? {} : { place }),
  };
}

/** What a language puts before each error of a kind: a narrow column has room for what differs. */
const preambles: readonly RegExp[] = [
  /^(?:✘ \[ERROR\]|\[nuxi? [^\]]{1,30}\] {1,3}ERROR) {1,3}(?=\S)/,
  /^(?:[>×x⨯✖✗❌-] |\* (?=[A-Z]))(?=\S)/,
  /^(?:docker: )?Error response from daemon: (?=\S)/,
  /^.{0,40}\bconnection to server (?:at|on) .{1,200} failed: (?:FATAL|ERROR): +(?=\S)/,
  /^bootstrap check failure \[\d+\] of \[\d+\]: (?=\S)/,
  /^(?:[A-Z]\w{0,60}\\){1,8}(?=\w{1,80}: )/,
  /^(?:[A-Za-z_]\w{0,40}\.){2,8}(?=[A-Z]\w{0,80}(?:Error|Exception)\b)/,
  /^(?:called `\w{1,20}::unwrap\(\)` on an `Err` value: |Unhandled exception\. |(?:PHP )?Fatal error: +Uncaught |\S{1,300}:\d{1,7}:in [`'][^`']{1,120}': )(?=\S)/,
];

function namesPlace(said: string, place: string): boolean {
  const [, file, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  return file !== undefined && said.includes(file) && new RegExp(`\\b${line}\\b`).test(said);
}

const mostWrapped = 4;

/** The lines in which the sentence of a message ends. */
function wrapped(lines: Report['lines'], at: number): Report['lines'] {
  const rest = lines.slice(at + 1, at + 1 + mostWrapped);
  if (/^\s*Expected: /.test(lines[at]!.text)) return rest.slice(0, 1).filter(({ text }) => /^\s*(?:But was|Actual): /.test(text));
  if (!runsOn(lines[at]!)) return [];
  const end = rest.findIndex(({ message }) => /[.!?:]$/.test(message.trim()) || message.trim() === '');
  return end === -1 ? rest : rest.slice(0, end + 1);
}

/** The message; one that goes on below is brought into one line. */
function wholeMessage({ lines }: Report, { text, at }: Message): string {
  const isOpen = /[[{(:]$|^$|^terminate called after/.test(text);
  const unframed = text.replace(/^[║│] {1,3}(.*?)\s*[║│]$/, '$1');
  const inner = /^\[(?:\w{0,60}Error: .{1,600})\]$/.test(text) ? text.slice(1, -1) : unframed;
  const rest = isOpen ? lines.slice(at + 1, at + 9).filter(({ role }) => role !== 'frame') : wrapped(lines, at);
  const whole = [inner, ...rest.map((line) => line.message.trim())].join(' ').replace(/\s+/g, ' ').trim();
  const said = preambles.reduce((rest, preamble) => rest.replace(preamble, ''), whole);
  return cutText(said, longestWords);
}
