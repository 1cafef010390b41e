import type { Clock } from '../ports/clock.js';
import type { LogRecord } from '../protocol/pages.js';
import type { EventStream } from './event-stream.js';
import type { LogTail } from './log-tail.js';

/** Milliseconds between two polls of logs that are followed: below what the user notices, above what a flood can fill. */
const pollMs = 50;
/** So many lines are sent before others have their turn. */
const turnLines = 64;

/** What is needed to follow logs. */
export interface LogSource {
  readonly clock: Clock;
  /** By the name of the process. */
  readonly tails: ReadonlyMap<string, LogTail>;
  onChange(listener: () => void): () => void;
}

/** Sends the lines that are there, by time; with `follow` then `live` and the lines to come, until the reader is gone. */
export async function streamLogs(stream: EventStream, source: LogSource, follow: boolean): Promise<void> {
  await sendPast(stream, source);
  if (follow && !stream.gone.aborted) {
    stream.send('live', {});
    while (!stream.gone.aborted) await sendNews(stream, source);
  }
  stream.end();
}

async function sendPast(stream: EventStream, { tails }: LogSource): Promise<void> {
  let lines: LogRecord[] = [];
  for (const line of byTime([...tails.values()].map((tail) => tail.past()))) {
    if (lines.push(line) < turnLines) continue;
    stream.sendAll('line', lines);
    lines = [];
    await turn();
    await stream.ready();
    if (stream.gone.aborted) return;
  }
  stream.sendAll('line', lines);
  await stream.ready();
}

/** Sends what is new, then waits for more. */
async function sendNews(stream: EventStream, { clock, tails, onChange }: LogSource): Promise<void> {
  let [isChanged, isMore, isUnsettled] = [false, false, false];
  const unsubscribe = onChange(() => {
    isChanged = true;
  });
  for (const [name, tail] of tails) {
    const news = await tail.poll();
    if (news.missed > 0) stream.send('missed', { name, lines: news.missed });
    stream.sendAll('line', news.lines);
    isMore ||= news.isMore;
    isUnsettled ||= news.isUnsettled;
    await stream.ready();
  }
  unsubscribe();
  if (isMore) return turn();
  if (!isChanged && !isUnsettled) await unlessGone(stream, onChange);
  await unlessGone(stream, (done) => {
    const timer = clock.setTimer(done, pollMs);
    return () => timer[Symbol.dispose]();
  });
}

/** Merges streams by time, each in its own order. */
export function* byTime<T extends { readonly time: number }>(streams: readonly Iterator<T>[]): Generator<T> {
  const heads = streams.map((stream) => ({ stream, line: stream.next().value as T | undefined }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.line !== undefined && (first?.line === undefined || head.line.time < first.line.time)) first = head;
    }
    if (first?.line === undefined) return;
    yield first.line;
    first.line = first.stream.next().value as T | undefined;
  }
}

/** Waits for what `begin` waits for, which returns the way to stop it; or until the reader is gone. */
function unlessGone({ gone }: EventStream, begin: (done: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    if (gone.aborted) return resolve();
    const done = (): void => {
      stop();
      gone.removeEventListener('abort', done);
      resolve();
    };
    const stop = begin(done);
    gone.addEventListener('abort', done);
  });
}

/** Lets the event loop go round once. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
