import type { ControlClient } from '../../client/client.js';
import { normalisedLine } from '../../policy/diagnosis/error-line.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { compileExpression } from '../../policy/words/expression.js';
import { levelOf } from '../../policy/words/log-level.js';
import type { LogRecord } from '../../protocol/pages.js';
import { sayLine } from './folded-lines.js';

/** A match for who asked: the line with time, name and stream, how many alike there are, and what is around it in its log. */
interface Match {
  readonly line: string;
  readonly alike?: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The matches that matter most, and how many there are in all. */
export interface SearchAnswer {
  readonly matches: readonly Match[];
  readonly total: number;
}

/** Lines around a match. */
const contextLines = 2;
const longestContext = 300;
const mostPages = 400;
/** Kinds of lines that are distinguished from each other. */
const mostKinds = 5000;

interface Kind {
  readonly newest: LogRecord;
  readonly count: number;
  /** 2 for an error, 1 for a warning. */
  readonly weight: number;
}

/**
 * Searches what is kept of logs. Lines that differ in numbers at most count as one kind, of which the newest is shown; errors come
 * first, then rare kinds, then recent ones.
 * @param query text in any case, or an expression as /…/ or /…/i
 * @throws WatchdogError USAGE for what is no expression
 */
export async function searchLogs(
  client: ControlClient,
  query: string,
  names: readonly string[] | undefined,
  limit: number,
): Promise<SearchAnswer> {
  const kinds = new Map<string, Kind>();
  let total = 0;
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await client.readLogs({ names, ...searched(query), masked: true, after, limit: 2000 });
    for (const line of page.lines) {
      total += 1;
      const key = `${line.name} ${normalisedLine(line.text)}`;
      const known = kinds.get(key);
      if (known === undefined && kinds.size === mostKinds) continue;
      kinds.set(key, { newest: line, count: (known?.count ?? 0) + 1, weight: weightOf(line) });
    }
    if (!page.more) break;
    after = page.next;
  }
  const best = [...kinds.values()].sort(
    (one, other) => other.weight - one.weight || one.count - other.count || other.newest.time - one.newest.time,
  );
  return { matches: await Promise.all(best.slice(0, limit).map((kind) => matchOf(client, kind))), total };
}

function searched(query: string): { readonly grep: string } | { readonly text: string } {
  const expression = /^\/(.+)\/(i?)$/s.exec(query);
  if (expression === null) return { text: query };
  const grep = `${expression[2] === 'i' ? '(?i)' : ''}${expression[1]}`;
  try {
    compileExpression(grep);
  } catch (error) {
    // The watchdog would name its own parameter.
    throw new WatchdogError('USAGE', `query: ${(error as Error).message}`);
  }
  return { grep };
}

function weightOf({ stream, text }: LogRecord): number {
  const level = stream === 'watchdog' ? undefined : levelOf(text);
  if (level === 'error') return 2;
  return level === 'warn' ? 1 : 0;
}

async function matchOf(client: ControlClient, { newest, count }: Kind): Promise<Match> {
  const { name, seq } = newest;
  const around = seq === null ? [] : await client.lines(name, Math.max(0, seq - contextLines), seq + contextLines + 1, true);
  const texts = (side: (other: number) => boolean): readonly string[] =>
    around.filter((line) => side(line.seq)).map(({ text }) => text.slice(0, longestContext));
  return {
    line: sayLine({ line: newest, count: 1 }),
    ...(count > 1 ? { alike: count } : {}),
    before: texts((other) => other < seq!),
    after: texts((other) => other > seq!),
  };
}
