import type { LogRecord } from '../../protocol/pages.js';

/** Milliseconds by which a clock may be set back without parting lives; corrections of a running clock are smaller. */
const leastSetBackMs = 1000;

/** A log on its way, with its next record. */
interface Head {
  readonly records: Iterator<LogRecord>;
  readonly lives: Lives;
  /** Which life the next record is of: 0 is the newest. */
  life: number;
  next: LogRecord | undefined;
}

/**
 * Merges logs by time, each in the order in which it was written. Where the clock was set back between two lives of a process, what
 * all processes wrote before comes first, whatever the clock said.
 * @param logs what gives the records of one, the same with every call
 */
export function* byLife(logs: readonly (() => Iterable<LogRecord>)[]): Generator<LogRecord> {
  if (logs.length < 2) {
    for (const log of logs) yield* log();
    return;
  }
  const heads = logs.map((log): Head => {
    const head = { records: log()[Symbol.iterator](), lives: new Lives(), life: 1 - livesIn(log()), next: undefined };
    advance(head);
    return head;
  });
  for (;;) {
    const first = heads.reduce((best, head) => (isBefore(head, best) ? head : best));
    if (first.next === undefined) return;
    yield first.next;
    advance(first);
  }
}

/** Distinguishes the lives of a process between which the clock was set back. */
class Lives {
  #latest = Number.NEGATIVE_INFINITY;

  /** Whether another one begins with this record. */
  beginsWith({ time, note }: LogRecord): boolean {
    // What a process writes may have the time of its first byte; the note of a start has that of its writing.
    const begins = note === 'start' && time < this.#latest - leastSetBackMs;
    this.#latest = begins ? time : Math.max(this.#latest, time);
    return begins;
  }
}

function livesIn(records: Iterable<LogRecord>): number {
  const lives = new Lives();
  let count = 1;
  for (const record of records) count += Number(lives.beginsWith(record));
  return count;
}

function advance(head: Head): void {
  head.next = head.records.next().value as LogRecord | undefined;
  if (head.next !== undefined) head.life += Number(head.lives.beginsWith(head.next));
}

function isBefore(one: Head, other: Head): boolean {
  if (one.next === undefined || other.next === undefined) return one.next !== undefined;
  return one.life < other.life || (one.life === other.life && one.next.time < other.next.time);
}
