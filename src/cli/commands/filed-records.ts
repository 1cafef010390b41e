import type { FiledLogs } from '../../adapters/log-file/filed.js';
import { plainText } from '../../policy/words/plain-text.js';
import type { LogRecord } from '../../protocol/documents.js';

/** What `logs` is asked for. */
export interface LogsRequest {
  /** None means all. */
  readonly names: readonly string[];
  readonly follow: boolean;
  readonly json: boolean;
  /** At most so many of the newest lines of each process. */
  readonly n: number | undefined;
  /** Milliseconds. */
  readonly since: number | undefined;
  /** Only lines that match without their colours, also when counting. */
  readonly grep: RegExp | undefined;
}

/** The oldest lines that a running watchdog has of a process: when they were received, and how many of them in that millisecond. */
export interface OldestKept {
  readonly time: number;
  readonly count: number;
}

/** Whether a line is asked for. */
export function isAskedFor({ grep }: Pick<LogsRequest, 'grep'>, text: string): boolean {
  return grep === undefined || grep.test(plainText(text));
}

/**
 * The lines of a process that are in its files, the oldest first.
 * @param newest at most so many
 * @param before what a running watchdog has itself, and must not come twice
 */
export function* filedRecords(
  filed: FiledLogs,
  name: string,
  request: Pick<LogsRequest, 'grep'> & { readonly from: number | undefined; readonly newest: number | undefined },
  before?: OldestKept,
): Generator<LogRecord> {
  const { from, newest } = request;
  // Of the millisecond in which the kept lines begin, the files have these and perhaps others before them.
  let sameTime = 0;
  if (before !== undefined)
    for (const { time } of filed.lines(name, { since: before.time })) sameTime += Number(time === before.time);
  let others = before === undefined ? 0 : Math.max(0, sameTime - before.count);
  const lines = filed.lines(name, {
    newest,
    since: from,
    matches: ({ time, text }) => {
      if (before !== undefined && time > before.time) return false;
      if (before !== undefined && time === before.time && others-- <= 0) return false;
      return isAskedFor(request, text);
    },
  });
  for (const line of lines) yield { name, seq: null, ...line };
}
