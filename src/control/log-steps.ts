import type { LineCounts } from '../ports/log-sink.js';
import type { LogRecord } from '../protocol/pages.js';
import { blocksOf } from '../supervisor/log/block.js';
import type { LogReader } from '../supervisor/log/line.js';
import { fetchLag, fetchOne } from './fetch-lines.js';
import type { LogPosition, OpenPosition } from './log-cursor.js';

/** So many lines are read from a log at once. */
const chunkLines = 64;

/** A line, and the place in its log after it; without a line where more of the log follows that cannot be read yet. */
interface Step {
  readonly time: number;
  readonly line: LogRecord | undefined;
  readonly position: LogPosition;
}

/** The lines of a log after a place: first those that fell out of memory, as many as are fetched at once, then those in memory. */
export class LogSteps {
  readonly name: string;
  readonly #log: LogReader;
  /** Lines after the place that are kept nowhere, and came before these. */
  readonly missed: number;
  /** The place without those that are missed. */
  readonly position: LogPosition;
  readonly #fetched: readonly Step[];

  private constructor(name: string, log: LogReader, missed: number, position: LogPosition, fetched: readonly Step[]) {
    this.name = name;
    this.#log = log;
    this.missed = missed;
    this.position = position;
    this.#fetched = fetched;
  }

  /** Fetches what must be fetched. */
  static async from(name: string, log: LogReader, { next, before, open }: LogPosition): Promise<LogSteps> {
    const { beyond, firstSeq } = log;
    const ended: LogRecord[] = [];
    let left = open;
    for (const each of open.filter(({ seq }) => seq < firstSeq)) {
      const line = await fetchOne(name, beyond, each);
      if (line === undefined) left = left.filter((other) => other !== each);
      else ended.push(line);
    }
    const lag = { next, end: firstSeq, from: before, to: beyond?.before(firstSeq) };
    const older = next < firstSeq ? await fetchLag(name, beyond, lag) : { missed: 0, lines: [], before, lag };
    const position = { next: older.lines[0]?.seq ?? older.lag.next, before: older.before, open: left };
    const steps = [...endedSteps(ended, position)];
    const after = steps.at(-1)?.position ?? position;
    const missed = older.missed + open.length - left.length;
    return new LogSteps(name, log, missed, position, [...steps, ...fetchedSteps(older.lines, after)]);
  }

  /** @param reached given the place after the last line, where lines without an end are before it */
  *all(reached: (position: LogPosition) => void): Generator<Step> {
    yield* this.#fetched;
    const last = this.#fetched.at(-1);
    const position = last?.position ?? this.position;
    // More fell out of memory meanwhile, or follows what was fetched.
    if (position.next < this.#log.firstSeq) yield { time: last?.time ?? Number.NEGATIVE_INFINITY, line: undefined, position };
    else yield* this.#inMemory(position, reached);
  }

  *#inMemory({ next, before, open }: LogPosition, reached: (position: LogPosition) => void): Generator<Step> {
    const log = this.#log;
    let left = open;
    for (const each of open) {
      const [line] = log.slice(each.seq, each.seq + 1);
      if (line === undefined || isOpenIn(log, each.seq)) continue;
      left = left.filter((other) => other !== each);
      yield { time: line.time, line: { name: this.name, ...line }, position: { next, before, open: left } };
    }
    const end = log.nextSeq;
    const beforeEnd = log.beyond?.before(end);
    for (let from = next; from < end; from += chunkLines) {
      for (const line of log.slice(from, Math.min(end, from + chunkLines))) {
        const { seq, stream, time } = line;
        if (stream !== 'watchdog' && isOpenIn(log, seq))
          left = [...left, { seq, stream, ordinal: log.beyond?.before(seq)[stream] }];
        else
          yield {
            time,
            line: { name: this.name, ...line },
            position: { next: seq + 1, before: log.beyond?.before(seq + 1), open: left },
          };
      }
    }
    reached({ next: end, before: beforeEnd ?? before, open: left });
  }
}

function* endedSteps(lines: readonly LogRecord[], { next, before, open }: LogPosition): Generator<Step> {
  let left: readonly OpenPosition[] = open;
  for (const line of lines) {
    left = left.filter(({ seq }) => seq !== line.seq);
    yield { time: line.time, line, position: { next, before, open: left } };
  }
}

function* fetchedSteps(lines: readonly LogRecord[], { before, open }: LogPosition): Generator<Step> {
  let counts: LineCounts | undefined = before;
  for (const line of lines) {
    if (counts !== undefined) counts = { ...counts, [line.stream]: counts[line.stream] + 1 };
    yield { time: line.time, line, position: { next: line.seq! + 1, before: counts, open } };
  }
}

function isOpenIn(log: LogReader, seq: number): boolean {
  for (const block of blocksOf(log, seq, seq + 1)) return block.isOpen;
  return false;
}
