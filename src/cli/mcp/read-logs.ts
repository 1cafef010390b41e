import type { ControlClient } from '../../client/client.js';
import type { LogPage, MissedLines, ReadLogsRequest } from '../../protocol/pages.js';
import { type FoldedLine, foldLines, sayLine } from './folded-lines.js';

/** What the tool takes. */
export interface LogsAsked {
  readonly names: readonly string[] | undefined;
  readonly after: string | undefined;
  /** Folded lines at most. */
  readonly tail: number;
  readonly level: 'error' | 'warning' | undefined;
  /** Milliseconds. */
  readonly since: number | undefined;
  readonly grep: string | undefined;
  /** Of the whole answer. */
  readonly maxBytes: number;
}

/** What the tool answers; members without a meaning are left out. */
export interface LogsAnswer {
  /** "17:08:12.345 api stderr: text ×2", the oldest first. */
  readonly lines: readonly string[];
  /** The cursor behind these lines. */
  readonly next: string;
  /** Lines that are no longer kept, by name. */
  readonly missed?: Readonly<Record<string, number>>;
  /** There are more behind `next` already. */
  readonly more?: true;
  /** Older lines that were asked for and have no room in `max_bytes`. */
  readonly older?: number;
  readonly started_over?: true;
}

const pageLines = 2000;
/** A flood may be as fast as its reader. */
const mostPages = 400;
/** The newest lines of each log that are read first: mostly they are enough. */
const firstTail = 1000;
/** What an answer takes beside its lines. */
const frameBytes = 300;

interface Read {
  readonly rows: readonly FoldedLine[];
  readonly next: string;
  readonly more: boolean;
  readonly missed: readonly MissedLines[];
  readonly startedOver: boolean;
}

/** The newest lines that are asked for or, after a cursor, those that come next. */
export async function readLogs(client: ControlClient, asked: LogsAsked): Promise<LogsAnswer> {
  const { names, level, since, grep, after } = asked;
  const chosen: ReadLogsRequest = { names, level, since, grep, masked: true };
  if (after !== undefined) {
    const following = await readOn(client, chosen, after, asked);
    if (!following.startedOver) return sayRead(following, asked.maxBytes);
  }
  const newest = await readNewest(client, { ...chosen, tail: firstTail }, asked.tail);
  const read = newest.rows.length < asked.tail ? await readNewest(client, chosen, asked.tail) : newest;
  return sayRead({ ...read, startedOver: after !== undefined }, asked.maxBytes);
}

/** From a cursor on, with nothing left out: the next one is behind the last line that is given. */
async function readOn(client: ControlClient, chosen: ReadLogsRequest, after: string, asked: LogsAsked): Promise<Read> {
  const pages: LogPage[] = [];
  let rows: readonly FoldedLine[] = [];
  for (let room = asked.maxBytes - frameBytes - after.length - 200; ; ) {
    const limit = Math.min(pageLines, asked.tail - rows.length);
    const page = await client.readLogs({
      ...chosen,
      after: pages.at(-1)?.next ?? after,
      limit,
      bytes: Math.max(1, room),
    });
    pages.push(page);
    rows = foldLines(page.lines, rows);
    room = asked.maxBytes - frameBytes - page.next.length - sizeOf(rows);
    if (page.startedOver || !page.more || rows.length >= asked.tail || room < 200 || pages.length === mostPages) {
      return {
        rows,
        next: page.next,
        more: page.more,
        missed: pages.flatMap(({ missed }) => missed),
        startedOver: page.startedOver,
      };
    }
  }
}

/** All lines up to now, of which the last `most` are kept. */
async function readNewest(client: ControlClient, chosen: ReadLogsRequest, most: number): Promise<Read> {
  let rows: readonly FoldedLine[] = [];
  let page: LogPage | undefined;
  const missed: MissedLines[] = [];
  for (let pages = 0; pages < mostPages && page?.more !== false; pages += 1) {
    page = await client.readLogs({ ...chosen, after: page?.next, limit: pageLines });
    rows = foldLines(page.lines, rows).slice(-most);
    missed.push(...page.missed);
  }
  return { rows: most === 0 ? [] : rows, next: page!.next, more: page!.more, missed, startedOver: false };
}

function sayRead({ rows, next, more, missed, startedOver }: Read, maxBytes: number): LogsAnswer {
  const lines: string[] = [];
  let room = maxBytes - frameBytes - next.length;
  for (const row of rows.toReversed()) {
    const said = sayLine(row);
    room -= Buffer.byteLength(JSON.stringify(said)) + 1;
    if (room < 0 && lines.length > 0) break;
    lines.unshift(said);
  }
  const byName: Record<string, number> = {};
  for (const { name, lines: count } of missed) byName[name] = (byName[name] ?? 0) + count;
  return {
    lines,
    next,
    ...(missed.length > 0 ? { missed: byName } : {}),
    ...(more ? { more } : {}),
    ...(lines.length < rows.length ? { older: rows.length - lines.length } : {}),
    ...(startedOver ? { started_over: true } : {}),
  };
}

function sizeOf(rows: readonly FoldedLine[]): number {
  return rows.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(sayLine(row))) + 1, 0);
}
