import { compileExpression, type Expression } from '../policy/words/expression.js';
import { levelOf } from '../policy/words/log-level.js';
import { plainText } from '../policy/words/plain-text.js';
import type { LogPage, LogRecord, MissedLines } from '../protocol/pages.js';
import type { LogReader } from '../supervisor/log/line.js';
import type { LogCursor, LogPosition } from './log-cursor.js';
import { LogSteps } from './log-steps.js';
import { RequestRefused } from './refusal.js';
import { byTime } from './stream-logs.js';

/** So many lines are examined for one answer, and so many of their characters, so that others have their turn. */
const mostRead = 5000;
const mostCharacters = 1024 * 1024;
/** What a line takes beside its text, where an answer may hold so many bytes: its time, its stream and its punctuation. */
const lineBytes = 32;

/** What is asked for. */
export interface ReadRequest {
  /** Of this run; undefined begins again. */
  readonly after: LogCursor | undefined;
  /** Where it begins again: so many of the newest lines of each log; undefined: all that are kept. */
  readonly tail: number | undefined;
  /** At most so many lines. */
  readonly limit: number;
  /** About so many bytes of lines at most, and one line at least; undefined for no such bound. */
  readonly bytes: number | undefined;
  /** What a line is given as; undefined for one that was not asked for. */
  readonly shown: (line: LogRecord) => LogRecord | undefined;
}

/** Which lines are asked for. */
export interface LineChoice {
  /** `warning` takes errors too; the stack below a line belongs to it. */
  readonly level?: 'error' | 'warning' | undefined;
  /** Milliseconds since 1970 of the oldest. */
  readonly from?: number | undefined;
  /** A regular expression. */
  readonly grep?: string | undefined;
  /** Text in any case. */
  readonly text?: string | undefined;
  /** Takes secrets out of a text, which is given without control sequences then; what is chosen is chosen by that. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** So many lines below an error belong to it at most. */
const mostBelow = 40;
/** A stack frame, a cause, an excerpt: what belongs to the line above it and says no level of its own. */
const below = /^\s+\S|^(?:at |from |Caused by\b|During handling of|The above exception|goroutine \d|created by |note: )/;

/** Chooses lines by their level, each with what belongs to it below. */
function ofLevel(level: 'error' | 'warning'): (line: LogRecord) => boolean {
  /** How many lines may still belong to the last that was chosen, by process and stream. */
  const open = new Map<string, number>();
  return ({ name, stream, text }) => {
    const key = `${stream} ${name}`;
    const own = stream === 'watchdog' ? undefined : levelOf(text);
    const left = open.get(key) ?? 0;
    const isChosen = own === 'error' || (own === 'warn' && level === 'warning');
    const belongs = own === undefined && left > 0 && below.test(plainText(text));
    open.set(key, isChosen ? mostBelow : belongs ? left - 1 : 0);
    return isChosen || belongs;
  };
}

/**
 * What lines are given as, by who chooses.
 * @throws RequestRefused 400 for an expression that is none
 */
export function shownLines({
  level,
  from = 0,
  grep,
  text: searched,
  redact,
}: LineChoice): (line: LogRecord) => LogRecord | undefined {
  const expressions = [
    ...(grep === undefined ? [] : [expressionOf(grep)]),
    ...(searched === undefined ? [] : [new RegExp(escaped(searched), 'i')]),
  ];
  const hasLevel = level === undefined ? undefined : ofLevel(level);
  return (line) => {
    if (line.time < from) return undefined;
    if (hasLevel?.(line) === false) return undefined;
    const plain = redact === undefined && expressions.length === 0 ? line.text : plainText(line.text);
    const text = redact === undefined ? line.text : redact(plain);
    if (!expressions.every((expression) => expression.test(redact === undefined ? plain : text))) return undefined;
    return { ...line, text };
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function expressionOf(source: string): Expression {
  try {
    return compileExpression(source);
  } catch (error) {
    throw new RequestRefused(400, `grep: ${(error as Error).message}`);
  }
}

/**
 * The lines of logs after a cursor, by time, as many as one answer holds, and the cursor after them. Following cursors gives each line
 * once, when it has its end, or counts it as missed.
 * @param run the run that the cursor is of
 */
export async function readLogs(
  logs: ReadonlyMap<string, LogReader>,
  run: string,
  { after, tail, limit, bytes = Infinity, shown }: ReadRequest,
): Promise<Omit<LogPage, 'next' | 'startedOver'> & { readonly next: LogCursor }> {
  const at = new Map(after?.at);
  const missed: MissedLines[] = [];
  const begun: LogSteps[] = [];
  for (const [name, log] of logs) {
    const steps = await LogSteps.from(name, log, at.get(name) ?? newestPosition(log, tail));
    if (steps.missed > 0) missed.push({ name, lines: steps.missed });
    begun.push(steps);
  }
  for (const { name, position } of begun) at.set(name, position);
  const lines: LogRecord[] = [];
  let [read, characters, taken, more] = [0, 0, 0, false];
  for (const { line, position } of byTime(begun.map((steps) => steps.all((quiet) => at.set(steps.name, quiet))))) {
    // There is more of this log before anything that is later.
    more = line === undefined;
    if (line === undefined) break;
    const given = shown(line);
    const size =
      given === undefined ? 0 : Buffer.byteLength(JSON.stringify(given.text)) + Buffer.byteLength(line.name) + lineBytes;
    more =
      lines.length >= limit || read >= mostRead || characters >= mostCharacters || (lines.length > 0 && taken + size > bytes);
    if (more) break;
    at.set(line.name, position);
    read += 1;
    characters += line.text.length;
    taken += size;
    if (given !== undefined) lines.push(given);
  }
  return { lines, missed, more, next: { run, at } };
}

function newestPosition(log: LogReader, tail: number | undefined): LogPosition {
  const next = Math.max(log.firstSeq, tail === undefined ? 0 : log.nextSeq - tail);
  return { next, before: log.beyond?.before(next), open: [] };
}
