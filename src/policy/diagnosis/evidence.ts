import { type OutputLine, saysItGoesOn } from './line.js';
import type { Output, Report } from './report.js';

/** What of the output counts for its end. */
export interface Evidence {
  /** The last thing that went wrong, if anything did. */
  readonly last: Report | undefined;
  /** What went wrong before it, without the program having gone on in between, and it; the first first. */
  readonly cascade: readonly Report[];
  /** What was tried again in vain before it. */
  readonly retries: readonly Report[];
  /** Whether the program did its work after it. */
  readonly wentOn: boolean;
}

const shutdown = /\b(?:shut(?:ting)? ?down|exit(?:ing|ed)?|stopp(?:ed|ing)|clos(?:ed|ing)|terminat|quit|bye|clean)/i;

/** Judges the reports by where they are: the last counts, and what leads to it without the program going on in between. */
export function weigh({ lines, reports }: Output): Evidence {
  const errors = reports.filter(({ handled }) => handled === 'no');
  const last = errors.at(-1) ?? reports.findLast(({ handled }) => handled === 'warned') ?? inVain({ lines, reports });
  if (last === undefined) return { last, cascade: [], retries: [], wentOn: false };
  const before = reports.slice(0, reports.indexOf(last)).toReversed();
  const cascade: Report[] = [last];
  const retries: Report[] = [];
  let next = last;
  for (const report of before) {
    if (report.handled === 'went on' || isProgress(lines, report, next, last.isUncaught)) break;
    if (report.handled === 'retried') retries.unshift(report);
    else if (report.handled === 'no' || !last.isUncaught) cascade.unshift(report);
    next = report;
  }
  return { last, cascade, retries, wentOn: lines.slice(last.end + 1).some((line) => isWork(line, last)) };
}

/** Where nothing else went wrong, what it says that it could do without, and ended with. */
function inVain({ lines, reports }: Output): Report | undefined {
  const last = reports.at(-1);
  if (last === undefined) return undefined;
  const wentOn = lines
    .slice(last.end + 1)
    .some((line) => line.role === 'progress' || (line.role === 'text' && (last.handled !== 'retried' || saysItGoesOn(line))));
  return wentOn ? undefined : last;
}

/** Whether the program went on between two reports. After an exception that nothing caught, whatever was written before it counts. */
function isProgress(lines: readonly OutputLine[], report: Report, next: Report, isUncaught: boolean): boolean {
  if (isOtherProgram(report, next)) return true;
  return lines.slice(report.end + 1, next.start).some((line) => {
    const { role, stream, text } = line;
    if (role === 'progress') return true;
    if (role !== 'text' || shutdown.test(text)) return false;
    return stream !== report.stream || isUncaught || saysItGoesOn(line);
  });
}

const program = /^([\w.+-]{1,40}): (?!line \d|\d+:)/;
/** As a shell says what is wrong with its script. */
const shell = /^\S{1,200}: (?:line )?\d{1,6}: /;
const noProgram = /error|exception|fatal|panic|warn|fail|cause|note|hint|detail/i;

/** A script goes on where one of its programs fails: what another says after it is no consequence. */
function isOtherProgram(report: Report, next: Report): boolean {
  const one = program.exec(report.lines[0]!.text)?.[1];
  if (one === undefined || noProgram.test(one) || report.lines.some(({ role }) => role === 'frame')) return false;
  const after = next.lines[0]!.text;
  if (shell.test(after)) return true;
  const other = program.exec(after)?.[1];
  return other !== undefined && one !== other && !noProgram.test(other);
}

function isWork({ role, stream, text }: OutputLine, last: Report): boolean {
  return role === 'progress' && !shutdown.test(text) && (stream === last.stream || !last.isUncaught);
}
