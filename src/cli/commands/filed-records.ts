import type { FiledLogs } from '../../adapters/log-file/filed.js';
import type { Expression } from '../../policy/words/expression.js';
import { plainText } from '../../policy/words/plain-text.js';
import type { FiledPlace } from '../../ports/log-sink.js';
import type { LogRecord } from '../../protocol/pages.js';

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
  readonly grep: Pick<Expression, 'test'> | undefined;
}

/** Whether a line is asked for. */
export function isAskedFor({ grep }: Pick<LogsRequest, 'grep'>, text: string): boolean {
  return grep === undefined || grep.test(plainText(text));
}

/** Which lines of files are wanted. */
export interface FiledRequest extends Pick<LogsRequest, 'grep'> {
  /** Milliseconds since 1970. */
  readonly from: number | undefined;
  /** At most so many. */
  readonly newest: number | undefined;
  /** Where those begin that a running watchdog has itself. */
  readonly place?: FiledPlace | undefined;
}

/** The lines of a process that are in its files, the oldest first. */
export function* filedRecords(filed: FiledLogs, name: string, request: FiledRequest): Generator<LogRecord> {
  const { from, newest, place } = request;
  const matches = ({ text }: { readonly text: string }): boolean => isAskedFor(request, text);
  let time = from ?? 0;
  for (const line of filed.lines(name, { newest, since: from, place, matches })) {
    time = line.time;
    yield { name, seq: null, ...line };
  }
  if (place === undefined || place.missing === 0) return;
  yield {
    name,
    seq: null,
    stream: 'watchdog',
    time,
    text: `${place.missing} lines are missing here: they are not in the log file`,
  };
}
