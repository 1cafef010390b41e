/** How bad a line of a log is; undefined for one that is not, or does not say. */
export type LogLevel = 'error' | 'warn' | undefined;

/** What is looked at of a line, in characters. */
const longest = 4096;
/** pino's and bunyan's numbers. */
const [warnNumber, errorNumber] = [40, 50];

const errorWords = /^(?:err|error|fatal|crit|critical|severe|emerg|emergency|alert|panic)$/i;
const warnWords = /^(?:warn|warning)$/i;

const colours = /\x1b\[[\d;:]*m/g;
const jsonLevel = /"(?:level|severity|lvl|levelname|log\.level)"\s*:\s*"?(\w+)/i;
const logfmtLevel = /(?:^|\s)(?:level|severity|lvl)="?(\w+)/i;
/** As most programs write it, anywhere in the line. */
const capitals = /\b(ERR|ERROR|FATAL|CRIT|CRITICAL|SEVERE|EMERG|PANIC|WARN|WARNING)\b/;
/** In any letters, where the line begins with it: `error: …`, `[warn] …`, `npm error …`. */
const leading = /^\W*(?:npm )?(error|fatal|panic|critical|warn|warning)(?:[:\]]|(?<=npm \w+) )/i;
/** Where a stack trace begins in Node, Python, Java, Rust and their like. */
const trace =
  /^\s*(?:Uncaught |Caused by: )?(?:[\w$]+[./])*(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?(?::|$)|^Traceback \(most recent call last\)|^Exception in thread |^thread '.*' panicked at /;

/** Something of this stands in every line that counts as an error. */
const candidate =
  /[Ee]rror|ERR|FATAL|CRIT|SEVERE|EMERG|PANIC|[Ee]xception|[Ff]atal|[Cc]ritical|[Pp]anic|(?:evel|verity|lvl|lname)"?\s*[:=]\s*"?(?:[5-9]\d|err|crit|severe|emerg|alert)/g;
/** The beginning and the middle of a trace, whose other end is counted. */
const notCounted = /^Traceback |^\s*Caused by: /;

/** The level of a line: from JSON (words, or pino's numbers), logfmt, a word in capitals or at its beginning, or where a stack trace begins. */
export function levelOf(text: string): LogLevel {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  const line = cut.includes('\x1b') ? cut.replace(colours, '') : cut;
  const said = (/^\s*\{/.test(line) ? jsonLevel : logfmtLevel).exec(line) ?? capitals.exec(line) ?? leading.exec(line);
  if (said !== null) return levelOfWord(said[1]!);
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

function levelOfWord(word: string): LogLevel {
  const number = Number(word);
  if (errorWords.test(word) || number >= errorNumber) return 'error';
  return warnWords.test(word) || number >= warnNumber ? 'warn' : undefined;
}
