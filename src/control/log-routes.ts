import { plainText } from '../policy/words/plain-text.js';
import type { LogLine, LogReader } from '../supervisor/log/line.js';
import { EventStream } from './event-stream.js';
import { readCursor, writeCursor } from './log-cursor.js';
import { LogTail } from './log-tail.js';
import { readBody } from './read-body.js';
import { readLogs, shownLines } from './read-logs.js';
import { linesQuery, logsQuery, parseRequest, queryObject, readLogsBody } from './requests.js';
import type { Route } from './route.js';
import { literalName, namesInOrder } from './status-document.js';
import { streamLogs } from './stream-logs.js';

/** GET /v1/logs */
export const logs: Route = async ({ watchdog, clock }, { query, response }) => {
  const asked = parseRequest(logsQuery, queryObject(query));
  const bounds = {
    ...(asked.n === undefined ? {} : { n: asked.n }),
    ...(asked.since === undefined ? {} : { since: asked.since }),
  };
  const names = namesInOrder(watchdog, asked.name);
  const held = new Map(names.map((name) => [name, watchdog.log(name)!.hold?.()]));
  const tails = new Map(
    names.map((name) => [name, new LogTail(name, watchdog.log(name)!, bounds, clock.wallTime(), held.get(name))]),
  );
  const onChange = (listener: () => void): (() => void) => watchdog.onChange(listener);
  const stream = new EventStream(response);
  // Where the files end before these lines is known once they are written so far.
  if (asked.files) {
    const filed = names.map(async (name) => ({ name, place: (await held.get(name)?.filed()) ?? null }));
    stream.sendAll('files', await Promise.all(filed));
  }
  await streamLogs(stream, { clock, tails, onChange }, asked.follow);
  return undefined;
};

/** GET /v1/lines */
export const lines: Route = async ({ watchdog }, { query }) => {
  const { name, from, to, masked } = parseRequest(linesQuery, queryObject(query));
  const page = linePage(watchdog.log(literalName(watchdog, name[0]!))!, from, to);
  return masked ? page.map((line) => ({ ...line, text: watchdog.redact(plainText(line.text)) })) : page;
};

/** POST /v1/read-logs */
export const readPage: Route = async ({ watchdog, clock, run }, { request }) => {
  const { names, after: cursor, masked, since, ...asked } = parseRequest(readLogsBody, await readBody(request));
  const shown = shownLines({
    ...asked,
    from: since === undefined ? undefined : clock.wallTime() - since,
    redact: masked ? (text) => watchdog.redact(text) : undefined,
  });
  const logs = new Map(namesInOrder(watchdog, names).map((name) => [name, watchdog.log(name)!]));
  const given = cursor === undefined ? undefined : readCursor(cursor);
  const after = given?.run === run ? given : undefined;
  const page = await readLogs(logs, run, { after, shown, tail: asked.tail, limit: asked.limit, bytes: asked.bytes });
  return { ...page, next: writeCursor(page.next), startedOver: given !== after };
};

/** The most lines of one page. */
export const pageLines = 2000;
/** After so many characters a page ends, with whole lines. */
const pageCharacters = 1024 * 1024;
const readAtOnce = 100;

/** Lines of a log from `from` on, up to `to`, that is without it: as many as one answer may hold, and at least one where there is one. */
export function linePage(log: LogReader, from: number, to: number): readonly LogLine[] {
  const page: LogLine[] = [];
  let characters = 0;
  let next = Math.max(from, log.firstSeq);
  const end = Math.min(to, next + pageLines);
  while (next < end && characters < pageCharacters) {
    const lines = log.slice(next, Math.min(end, next + readAtOnce));
    if (lines.length === 0) break;
    for (const line of lines) {
      page.push(line);
      characters += line.text.length;
      if (characters >= pageCharacters) return page;
    }
    next = lines.at(-1)!.seq + 1;
  }
  return page;
}
