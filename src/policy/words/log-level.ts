/** How bad a line says it is. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** How bad a line of a log is; undefined for one that is not, or does not say. */
export type LogLevel = 'error' | 'warn' | undefined;

/** The fields in which loggers write the level, in lower case. */
export const levelFields: readonly string[] = ['level', 'lvl', 'severity', 'levelname', 'log.level', '@level'];

const named: Readonly<Record<string, Level>> = {
  trace: 'trace',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  severe: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
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

/** What is looked at of a line, in characters. */
const longest = 4096;

const fields = levelFields.map((name) => name.replace('.', '\\.')).join('|');
const colours = /\x1b\[[\d;:]*m/g;
const jsonLevel = new RegExp(`"(?:${fields})"\\s*:\\s*"?(\\w+)`, 'i');
const logfmtLevel = new RegExp(`(?:^|\\s)(?:${fields})="?(\\w+)`, 'i');
/** As most programs write it, anywhere in the line. */
const capitals = /\b(ERR|ERROR|FATAL|CRIT|CRITICAL|SEVERE|EMERG|PANIC|WARN|WARNING)\b/;
/** In any letters, where the line begins with it: `error: …`, `[warn] …`, `npm error …`. */
const leading = /^\W*(?:npm )?(error|fatal|panic|critical|warn|warning)(?:[:\]]|(?<=npm \w+) )/i;
/** Where a stack trace begins in Node, Python, Java, Rust and their like. */
const trace =
  /^\s*(?:Uncaught |Caused by: )?(?:[\w$]+[./])*(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?(?::|$)|^Traceback \(most recent call last\)|^Exception in thread |^thread '.*' panicked at /;

/** Something of this stands in every line that counts as an error. */
const candidate =
  /[Ee]rror|ERR|FATAL|CRIT|SEVERE|EMERG|PANIC|[Ee]xception|[Ff]atal|[Cc]ritical|[Pp]anic|(?:evel|EVEL|verity|VERITY|lvl|LVL|lname|LNAME)"?\s*[:=]\s*"?(?:[5-9]\d|\d{3}|[Ee]rr|[Cc]rit|[Ss]evere|[Ee]merg|[Aa]lert|ALERT)/g;
/** The beginning and the middle of a trace, whose other end is counted. */
const notCounted = /^Traceback |^\s*Caused by: /;

/** The level of a line: from JSON (words, or pino's numbers), logfmt, a word in capitals or at its beginning, or where a stack trace begins. */
export function levelOf(text: string): LogLevel {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  const line = cut.includes('\x1b') ? cut.replace(colours, '') : cut;
  const said = (/^\s*\{/.test(line) ? jsonLevel : logfmtLevel).exec(line) ?? capitals.exec(line) ?? leading.exec(line);
  if (said !== null) return severityOf(levelOfField(said[1]));
  return trace.test(line) ? 'error' : undefined;
}

/** How many lines of a text are errors, a stack trace counting as one. Fast where there are few. */
export function countErrors(text: string): number {
  let count = 0;
  candidate.lastIndex = 0;
  for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
    const start = text.lastIndexOf('\n', found.index) + 1;
    const end = text.indexOf('\n', found.index);
    const line = text.slice(start, end === -1 ? text.length : end);
    if (levelOf(line) === 'error' && !notCounted.test(line)) count += 1;
    if (end === -1) break;
    candidate.lastIndex = end;
  }
  return count;
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
