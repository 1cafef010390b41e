import { type ExitFact, type ExitRecord, exitFact } from '../restart/exit.js';
import type { Diagnosis } from './diagnosis.js';
import { plainLine } from './error-line.js';
import { weigh } from './evidence.js';
import { endingSignal, explainEndingSignal, killedInside } from './exit-words.js';
import { type PlainLine, readLine, saysItGoesOn } from './line.js';
import { linesOfFailed } from './multiplexed.js';
import { placeIn } from './place.js';
import { type Recognised, recognise } from './recognise.js';
import { type Report, readOutput } from './report.js';
import { installAdvice } from './rules/missing.js';
import type { DiagnosisKind, Facts } from './rules/rule.js';
import { errorLine, isHeadingOnly, tellingOf } from './shown-line.js';

/** A line of output, as it was written. */
interface WrittenLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** The end of the output of a process, and what is known of it besides. */
export interface DiagnosisInput {
  /** Null where it could not be started, or where the watchdog ended it. */
  readonly exit: ExitFact | null;
  /** The last lines of its output, oldest first. */
  readonly lines: readonly WrittenLine[];
  /** The ports that it was to listen on. */
  readonly ports: readonly number[];
  /** Whose ports these are among those that it depends on. */
  readonly neighbours: ReadonlyMap<number, string>;
  /** The folder in which it ran: places in it are named from there. */
  readonly cwd?: string;
}

/** Lines are read up to here: no message is longer, and a pattern never takes long. */
const longestLine = 600;
/** No word that matters is longer, and what is searched for in a word of any length takes long. */
const longestWord = 200;
const mostCauses = 3;
/** Of a flood of errors so many are read, the first ones. */
const mostReports = 40;

/** The likely causes of a death, at most three, the likeliest first; none where nothing says why. */
export function diagnose(input: DiagnosisInput): readonly Diagnosis[] {
  const plain = linesOfFailed(
    input.lines.map(({ stream, text }) => ({ stream, text: shortened(plainLine(text.slice(0, longestLine))) })),
  );
  const { last, cascade, retries, wentOn } = weigh(readOutput(plain));
  const byExit = exitCause(input.exit);
  if (last === undefined) return byExit === undefined ? byLastLine(plain, input) : listOf(byExit);
  const context = cascade.flatMap(({ lines }) => lines.map(({ text }) => text));
  const ports = input.ports.length > 0 ? input.ports : announcedPorts(plain);
  const around = { context, cwd: input.cwd, ports, tried: new Set<string>() };
  const known = (report: Report): Diagnosis | undefined => {
    const found = recognise(report, around);
    return found === undefined ? undefined : withNeighbours(found, input.neighbours);
  };
  const isSilentEnd = input.exit?.code === 0 && wentOn;
  if (isSilentEnd || isOfSignal(input.exit, last, wentOn)) {
    const memory = wentOn ? undefined : known(last);
    return memory?.kind === 'out_of_memory' ? [memory] : listOf(byExit);
  }
  // What was written long before the end is shown, but nothing is read into it.
  if (wentOn) return [errorLine(last, input.cwd)];
  // A bug of code is reported as such, whatever was logged before it: what was caught before did not end it.
  if (last.isUncaught && bug.test(last.messages[0]!.text) && !isHeadingOnly(last) && known(last) === undefined) {
    return [errorLine(last, input.cwd)];
  }
  const recognised = firstKnown(last, cascade, retries, known);
  const shown = recognised[0]?.kind === undefined ? [errorLine(tellingOf(last, cascade), input.cwd, cascade)] : recognised;
  return shown.slice(0, mostCauses);
}

/** The likely causes of an end: where the watchdog asked for it, its reason comes first; where the system could not start it, `lines` say why. */
export function causesOf(record: ExitRecord | undefined, input: Omit<DiagnosisInput, 'exit'>): readonly Diagnosis[] {
  if (record === undefined || record.by === 'itself') {
    return diagnose({ ...input, exit: record === undefined ? null : exitFact(record) });
  }
  const ours: Diagnosis = {
    kind: record.by === 'memory' ? 'out_of_memory' : 'unhealthy',
    what: record.why || 'unhealthy',
    advice:
      record.by === 'memory'
        ? 'find what grows in it, or raise memory.max'
        : 'check the last result of its check, and the log before it',
    port: null,
    ofExit: true,
  };
  const shown = diagnose({ ...input, exit: null }).filter(({ kind }) => kind !== 'error');
  return [ours, ...shown].slice(0, mostCauses);
}

const address = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{2,5})\b/;

/** The ports at which it said that it would be found: what fails to take one may not say which, as Django. */
function announcedPorts(lines: readonly PlainLine[]): readonly number[] {
  const ports = lines.flatMap(({ text }) => (text.includes('://') ? Number(address.exec(text)?.[1] ?? 0) : []));
  return [...new Set(ports)].filter((port) => port > 0 && port < 65_536);
}

function shortened(text: string): string {
  return text.length <= longestWord ? text : text.replace(/\S{200,}/g, (word) => word.slice(0, longestWord));
}

/** A likely cause as a line: "port 3000 is in use; stop the process that holds it, …". */
export function sayCause({ what, advice }: Pick<Diagnosis, 'what' | 'advice'>): string {
  return advice === '' ? what : `${what}; ${advice}`;
}

/** How many lines before the last one may name the cause, where nothing looks like an error: advice often follows it. */
const mostBefore = 3;

/** What is last on stderr, where nothing looks like an error and it ended as if there was one. */
function byLastLine(plain: readonly PlainLine[], { exit, cwd, ports }: DiagnosisInput): readonly Diagnosis[] {
  if (exit?.code === 0) return [];
  const hasErrors = plain.some(({ stream }) => stream === 'stderr');
  const lines = plain.filter(({ stream, text }) => (stream === 'stderr' || !hasErrors) && text.trim() !== '');
  const reports = lines.slice(-1 - mostBefore).map((line): Report => {
    const read = readLine(line.stream, line.text);
    const message = { text: read.message, at: 0, place: placeIn(line.text) };
    const at = { start: 0, end: 0, isUncaught: false, handled: 'no' } as const;
    return { ...at, stream: line.stream, lines: [read], messages: [message] };
  });
  const last = reports.at(-1);
  if (last === undefined || reports.some(({ lines: [read] }) => saysItGoesOn(read!))) return [];
  const texts = reports.filter(({ lines: [read] }) => read!.role === 'text');
  for (const report of (hasErrors ? texts : texts.filter((each) => each === last)).toReversed()) {
    const found = recognise(report, { context: [], cwd, ports, tried: new Set() });
    if (found !== undefined) return [withNeighbours(found, new Map())];
  }
  return hasErrors && texts.includes(last) ? [errorLine(last, cwd)] : [];
}

const bug =
  /\b(?:Type|Reference|Range|Name|Attribute|Index|Key|Lookup|ZeroDivision|Assertion|UnboundLocal|NoMethod|Recursion|StackOverflow|NullPointer|ClassCast|ArithmeticE|IndexOutOfBounds\w*|NumberFormat|IllegalArgument|NullReference|InvalidCast|IndexOutOfRange|FormatE|Argument|FunctionClause|Match|Value)(?:Error|Exception|xception)?\b(?::| \[| \(|$|\))|^panic: runtime error|assertion|attempt to (?:index|call|perform|compare|add|subtract|multiply|divide)|index out of bounds|called `\w{1,20}::unwrap|undefined (?:local variable or )?method/;

const givesUp = /\b(?:giv(?:ing|en?) up|gave up|retries|attempts|tries|exhausted|timed out|unavailable|not reachable|max)/i;

/** What nothing caught, where it is known; else the first known of the cascade; and others of it behind. */
function firstKnown(
  last: Report,
  cascade: readonly Report[],
  retries: readonly Report[],
  known: (report: Report) => Diagnosis | undefined,
): readonly Diagnosis[] {
  const ofLast = known(last);
  const own = last.isUncaught && ofLast !== undefined ? [ofLast] : [];
  const inOrder = (reports: readonly Report[]): readonly Diagnosis[] => {
    const found = new Map<DiagnosisKind, Diagnosis>();
    for (const report of reports.slice(0, mostReports)) {
      const cause = report === last ? ofLast : known(report);
      if (cause !== undefined && !found.has(cause.kind)) found.set(cause.kind, cause);
      if (found.size === mostCauses) break;
    }
    return [...found.values()];
  };
  const errors = [...cascade.filter(({ handled }) => handled === 'no').slice(0, mostReports - 1), last];
  const ofErrors = inOrder(errors);
  // A warning counts where the error that follows it says less: "cannot create socket: address in use", "aborting".
  const rest = ofErrors.length > 0 ? ofErrors : inOrder(cascade.filter(({ handled }) => handled !== 'no'));
  const tried = own.length + rest.length === 0 && givesUp.test(last.messages[0]!.text) ? inOrder(retries.slice(-1)) : [];
  return [...own, ...rest.filter(({ kind }) => kind !== own[0]?.kind), ...tried];
}

const tellingKills = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/** Whether the signal that ended it says more than its last report: those that programs send to themselves do not. */
function isOfSignal(exit: ExitFact | null, last: Report, wentOn: boolean): boolean {
  const signal = exit === null ? undefined : endingSignal(exit);
  if (signal === undefined) return false;
  if (exit?.signal === null && last.isUncaught) return false;
  return wentOn || !tellingKills.has(signal);
}

function withNeighbours({ kind, what, advice, facts, line }: Recognised, neighbours: DiagnosisInput['neighbours']): Diagnosis {
  const { port, path, name, host, place }: Facts = facts;
  const base = { kind, port: port ?? null, line, ...present({ path, name, host, place }) };
  const whose = kind === 'connection_refused' && port !== undefined ? neighbours.get(port) : undefined;
  if (whose === undefined) return { ...base, what, advice };
  return {
    ...base,
    name: whose,
    what: `${whose} does not answer on port ${port}`,
    advice: `see why ${whose} is not ready; dependsOn with condition: healthy makes this process wait for it`,
  };
}

function present(facts: Readonly<Record<string, string | undefined>>): Omit<Facts, 'port'> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function listOf(cause: Diagnosis | undefined): readonly Diagnosis[] {
  return cause === undefined ? [] : [cause];
}

/** What the exit alone says; undefined where that is nothing. */
function exitCause(exit: ExitFact | null): Diagnosis | undefined {
  if (exit === null) return undefined;
  const signal = endingSignal(exit);
  if (exit.outOfMemory === true) {
    const what = signal === undefined ? killedInside : `ended by ${explainEndingSignal(exit)}`;
    const earlier = exit.signal === null ? '' : '; memory.max restarts it before';
    const advice = `give it or the machine more memory, or find what grows in it${earlier}`;
    return { kind: 'out_of_memory', what, advice, port: null, ...(signal === undefined ? {} : { name: signal }), ofExit: true };
  }
  if (signal !== undefined) {
    const what = `ended by ${explainEndingSignal(exit)}`;
    const advice =
      signal === 'SIGKILL' && exit.outOfMemory === undefined
        ? 'check its memory when it died, and the kernel log (dmesg, journalctl -k) for an out-of-memory kill'
        : '';
    return { kind: 'signal', what, advice, port: null, name: signal, ofExit: true };
  }
  if (exit.code === 127) {
    return { kind: 'command_missing', what: 'a command was not found', advice: installAdvice, port: null, ofExit: true };
  }
  if (exit.code === 126) {
    const advice = 'make it executable with chmod +x, or name the program that runs it';
    return { kind: 'not_executable', what: 'the command cannot be executed', advice, port: null, ofExit: true };
  }
  return undefined;
}
