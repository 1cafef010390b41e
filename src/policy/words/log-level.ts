/** How bad a line says it is. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** How bad a line of a log is; undefined for one that is not, or does not say. */
export type LogLevel = 'error' | 'warn' | undefined;

/** The fields in which loggers write the level, in lower case. */
export const levelFields: readonly string[] = [
  'level',
  'lvl',
  'severity',
  'levelname',
  'log.level',
  '@level',
  '@l',
  'severity_text',
  'error_severity',
];

const named: Readonly<Record<string, Level>> = {
  trace: 'trace',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  note: 'info',
  inf: 'info',
  i: 'info',
  warn: 'warn',
  warning: 'warn',
  wrn: 'warn',
  w: 'warn',
  '#': 'warn',
  '⚠': 'warn',
  error: 'error',
  err: 'error',
  erro: 'error',
  eror: 'error',
  fail: 'error',
  e: 'error',
  '⨯': 'error',
  '❌': 'error',
  '×': 'error',
  '✖': 'error',
  '✗': 'error',
  '✘': 'error',
  c: 'error',
  severe: 'error',
  fatal: 'fatal',
  fata: 'fatal',
  ftl: 'fatal',
  f: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
  pnc: 'fatal',
  dpanic: 'fatal',
};

/** Those of pino and bunyan, which leave room between two for levels of one's own. */
const numbered: readonly (readonly [least: number, level: Level])[] = [
  [60, 'fatal'],
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [20, 'debug'],
  [10, 'trace'],
];

/** What is examined of a line, in characters. */
const longest = 4096;

const fields = levelFields.map((name) => name.replace('.', '\\.')).join('|');
const colours = /\x1b\[[\d;:]*m/g;
/** Behind what compose, foreman and their like put in front of it, too. */
const json = /(?:^|[\s|])\{\s*"/;
const jsonLevel = new RegExp(`"(?:${fields})"\\s*:\\s*"?(\\w+)|"s"\\s*:\\s*"([A-Z])\\d?"\\s*,\\s*"c"`, 'i');
const logfmtLevel = new RegExp(`(?:^|\\s)(?:${fields})="?(\\w+)`, 'i');
/** As most programs write it, anywhere in the line; what a logger calls information is no error, whatever it is about. */
const capitals =
  /\b(ERR|ERRO|EROR|ERROR|FATA|FATAL|FTL|CRIT|CRITICAL|SEVERE|EMERG|PANIC|PNC|WRN|WARN|WARNING|INF|INFO|DBG|DEBUG|NOTICE)\b|\[ ?(ALERT)\b/;
const words =
  'error|err|fail|fatal|critical|crit|severe|emerg|alert|panic|warning|warn|information|info|notice|note|debug|trace|verbose';
/** What loggers put in front: a date, a time, the number of a process, a name in brackets. */
const stamp =
  /(?:\[[^\]]{1,60}\]|\{[^}]{0,60}\}|\([^)]{1,40}\)|<[^>]{1,40}>|[-+\w.,:/=]{0,40}\d[-+\w.,:/=#]{0,40}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec|UTC|GMT|[AP]M)\b,?|[-|])\s*/y;
/** In any letters, set off from the message; after the time a blank does. */
const setOff = new RegExp(
  `[[<(|] {0,2}(?:[\\w-]{1,20}:)?(${words}) {0,8}[\\])>|]|(?<=[\\s|])(${words})(?::| -|\\t| {2,})|(?<=\\d:\\d\\d\\S{0,16}\\s)(error|fatal|critical|warning|warn)\\s`,
  'iy',
);
const mostStamps = 10;
/** In any letters, where the line begins with it: `error: …`, `[warn] …`, `npm error …`, `PHP Warning: …`, `error[E0308]: …`. */
const leading =
  /^\W*(?:npm |PHP (?:Parse |Core )?(?=error|warning|fatal))?(error|fail|fatal|panic|critical|crit|warn|warning)(?:[:\]]|\[\w{1,12}\]:| error:|(?<=npm \w+) )/i;
/** As klog and glog write it, which Kubernetes and its tools use. */
const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+:\d+\] /;
/** As etcd writes it: C, E, W and others between the time and a bar. */
const barred = /^[\d-]{8,10} [\d:.]{8,16} ([CEWNID]) \| /;
/** As programs write it for the journal of systemd: the number of syslog. */
const journal = /^<([0-7])>/;
/** Redis marks so what is wrong. */
const redis = /^\d+:[A-Z] \d\d \w{3} \d{4} [\d:.]+ (#) /;
/** Of compilers and linters, behind the place. */
const placed = /^\s*(?:\S{1,200}[:(]\d+(?:[:,]\d+)?\)?(?::| -)|\d+:\d+) +(?:fatal )?(error|warning)\b/;
/** A cross or a warning sign in front, an error code, and the levels of Yarn, which have no colon. */
const marked = /^\s{0,8}(E(?=LIFECYCLE )|[⨯❌×✖✗✘⚠]|ERR(?=_[A-Z_]{3,40}\b)|(?:error|warning)(?= [A-Z]\w))/;
/** As Node and Python report what is deprecated. */
const deprecated = /(?:^|[\s)\]])\w{0,40}(?<!Rejection)(Warning): \S/;
/** Where a stack trace begins in Node, Python, Java, Ruby, Elixir, Rust and their like. */
const trace =
  /^\W{0,6}(?:Uncaught |Caused by: |Unhandled exception\. )?(?:[\w$]+[./])*(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?(?::|$)|^Traceback \(most recent call last\)|^Exception in thread |^thread '.{0,80}' (?:\(\d+\) )?panicked at |^\*\* \([A-Z]|^\S{1,300}:\d+:in .{1,200}\([A-Z][\w:]*\)$|^terminate called after |^(?:Segmentation fault|Illegal instruction|Bus error|Aborted \(core dumped\))|^[Uu]ncaught exception\b|^Failed to compile\b|\[vite\] Internal server error: |^An (?:unexpected |unhandled )?(?:error|exception) (?:has )?occurred\b|UnhandledPromiseRejectionWarning: /;
/** The name of one of several programs in front of its line. */
const runner =
  /^(?:\[[\w@/:.-]{1,40}\] ?|[a-z@][\w@/.-]{0,60}[: ][a-z][\w:-]{0,30}: |(?:\d\d:\d\d:\d\d )?[a-z][\w./-]{0,60} *\| ?|\d{1,3}\|[\w.-]{1,40} *\| ?)(?=\S)/i;
/** Words, and behind them an exception with its message, as `console.error('words', error)` prints it. */
const worded =
  /^(?!.{0,80}\b(?:[Rr]etr|[Ii]gnor|[Rr]ecover|[Ss]kip|[Ee]xpect|[Hh]andl|[Cc]aught|[Cc]lear)\w{0,6}\b)[^"'{}[\]:=]{1,60}:? (?:[A-Z]\w{0,60})?(?:Error|Exception): \S/;

/** Every line that counts as an error contains something of this, in UTF-8 with one character a byte: ⨯, ❌, ×, ✖ and its like are two or three. */
const candidate =
  /[Ee]rror|ERR|EROR|FATA|FTL|CRIT|SEVERE|EMERG|PANIC|PNC|ALERT|[Ee]xception|[Ff]atal|[Cc]ritical|[Pp]anic|(?:fail|[Ee]rr|crit|emerg|alert) ?[:\]|]|\*\* \([A-Z]|[EF]\d{4} \d\d:|\xe2\xa8\xaf|\xe2\x9d\x8c|\xc3\x97|\xe2\x9c[\x96-\x98]|<[0-3]>| [CE] \||terminate called|Failed to compile|ELIFECYCLE|Segmentation fault|Illegal instruction|Bus error|core dumped|UnhandledPromise|"s":"[EF]"|(?:evel|EVEL|verity|VERITY|verity_text|lvl|LVL|lname|LNAME|@l)"?\s*[:=]\s*"?(?:[5-9]\d|\d{3}|[Ee]r?ror|[Ee]rr|[Cc]rit|[Ss]evere|[Ee]merg|[Aa]lert|ALERT)/g;
/** The beginning and the middle of a trace, whose other end is counted. */
const notCounted = /^Traceback |^\s*Caused by: /;

/** The level of a line: from JSON (words, or pino's numbers), logfmt, a word in capitals or at its beginning, or where a stack trace begins. */
export function levelOf(text: string): LogLevel {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  const line = cut.includes('\x1b') ? cut.replace(colours, '') : cut;
  const said = firstSaid(line) ?? saidByRun(line);
  if (said !== undefined) return severityOf(levelOfField(said));
  return undefined;
}

/** The same without the name that a program which runs several puts in front: concurrently, Turborepo, pnpm, Foreman. */
function saidByRun(line: string): string | undefined {
  const name = runner.exec(line);
  return name === null ? undefined : firstSaid(line.slice(name[0].length));
}

/** The word, number or sign by which a line says how bad it is. */
function firstSaid(line: string): string | undefined {
  const isJson = json.test(line);
  for (const form of isJson ? [jsonLevel] : [logfmtLevel, klog, barred, redis]) {
    const found = form.exec(line);
    if (found !== null) return groupOf(found);
  }
  const behind = isJson ? undefined : saidBehindStamps(line);
  if (behind !== undefined) return behind;
  if (trace.test(line)) return 'error';
  const number = journal.exec(line)?.[1];
  if (number !== undefined) return Number(number) <= 3 ? 'error' : number === '4' ? 'warning' : 'info';
  for (const form of [capitals, leading, placed, marked, deprecated]) {
    const found = form.exec(line);
    if (found !== null) return groupOf(found);
  }
  return worded.test(line) ? 'error' : undefined;
}

function groupOf(found: RegExpExecArray): string | undefined {
  return found.slice(1).find((group) => group !== undefined);
}

/** The level in any letters that is behind dates and the like at the beginning of a line. */
function saidBehindStamps(line: string): string | undefined {
  let at = 0;
  for (let stamps = 0; stamps <= mostStamps; stamps += 1) {
    setOff.lastIndex = at;
    const found = setOff.exec(line);
    if (found !== null) return groupOf(found);
    stamp.lastIndex = at;
    if (stamp.exec(line) === null) return undefined;
    at = stamp.lastIndex;
  }
  return undefined;
}

/**
 * How many lines of a text are errors, a stack trace counting as one. Fast where there are few.
 * @param text UTF-8, one character a byte: only the lines that may be errors are decoded
 */
export function countErrors(text: string): number {
  let count = 0;
  candidate.lastIndex = 0;
  for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
    const start = text.lastIndexOf('\n', found.index) + 1;
    const end = text.indexOf('\n', found.index);
    const line = decoded(text.slice(start, end === -1 ? text.length : end));
    if (levelOf(line) === 'error' && !notCounted.test(line)) count += 1;
    if (end === -1) break;
    candidate.lastIndex = end;
  }
  return count;
}

function decoded(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString() : bytes;
}

/** The level that the value of a logger's field names; undefined for any other value. */
export function levelOfField(value: unknown): Level | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (Object.hasOwn(named, word)) return named[word];
  const number = typeof value === 'number' || /^\d+$/.test(word) ? Number(value) : 0;
  return numbered.find(([least]) => number >= least)?.[1];
}

function severityOf(level: Level | undefined): LogLevel {
  if (level === 'error' || level === 'fatal') return 'error';
  return level === 'warn' ? 'warn' : undefined;
}
