import { FiledLogs } from '../../adapters/log-file/filed.js';
import type { LogLine, LogReader } from '../../supervisor/log/line.js';

/** Bytes of all logs together. */
const mostBytes = 20 * 1024 * 1024;
/** Lines that are read from memory at once. */
const atOnce = 2000;

/** A line of a log, as a bundle has it. */
type BundleLine = Omit<LogLine, 'seq'>;

/** The logs that a bundle gathers. */
export interface LogsToGather {
  readonly logs: ReadonlyMap<string, LogReader>;
  /** The folder of the log files; undefined where there are none. */
  readonly folder: string | undefined;
  /** Milliseconds since 1970 from which on lines are wanted. */
  readonly from: number;
}

/**
 * The newest lines of all logs from a moment on, at most 20 MB together, each log with an equal share of what others leave; memory
 * first, then the files.
 */
export async function gatherLogs({ logs, folder, from }: LogsToGather): Promise<ReadonlyMap<string, readonly BundleLine[]>> {
  const filed = folder === undefined ? undefined : new FiledLogs(folder);
  const gathered = new Map<string, readonly BundleLine[]>();
  let room = mostBytes;
  const quietFirst = [...logs].sort(([, one], [, other]) => linesOf(one) - linesOf(other));
  for (const [index, [name, log]] of quietFirst.entries()) {
    const share = Math.floor(room / (quietFirst.length - index));
    const lines = await newestLines(name, log, { filed, from, share });
    gathered.set(name, lines);
    room -= sizeOf(lines);
  }
  return gathered;
}

function linesOf({ firstSeq, nextSeq }: LogReader): number {
  return nextSeq - firstSeq;
}

async function newestLines(
  name: string,
  log: LogReader,
  { filed, from, share }: { readonly filed: FiledLogs | undefined; readonly from: number; readonly share: number },
): Promise<readonly BundleLine[]> {
  const held = log.hold?.();
  const { firstSeq, nextSeq } = held ?? log;
  const pieces: (readonly BundleLine[])[] = [];
  let room = share;
  let isDone = false;
  for (let end = nextSeq; end > firstSeq && !isDone; end -= atOnce) {
    const read = (held ?? log).slice(Math.max(firstSeq, end - atOnce), end).map(withoutSeq);
    const { lines, left } = lastThatFit(read, from, room);
    pieces.unshift(lines);
    isDone = lines.length < read.length;
    room = left;
  }
  const place = isDone ? undefined : await held?.filed();
  if (filed === undefined || place === undefined) return pieces.flat();
  const older: BundleLine[] = [];
  let kept = 0;
  for (const line of filed.lines(name, { since: from, place })) {
    older.push(line);
    kept += line.text.length;
    // The oldest go where there are too many; in large steps, since each moves all that is kept.
    if (kept > 2 * room + atOnce) {
      const { lines } = lastThatFit(older, from, room);
      older.splice(0, older.length - lines.length);
      kept = sizeOf(older);
    }
  }
  return [...lastThatFit(older, from, room).lines, ...pieces.flat()];
}

function withoutSeq({ seq: _, ...line }: LogLine): BundleLine {
  return line;
}

/** The newest of these lines from a moment on that have room, and the room that they leave. */
function lastThatFit(
  lines: readonly BundleLine[],
  from: number,
  room: number,
): { readonly lines: readonly BundleLine[]; readonly left: number } {
  let left = room;
  let first = lines.length;
  while (first > 0 && lines[first - 1]!.time >= from && lines[first - 1]!.text.length <= left) {
    first -= 1;
    left -= lines[first]!.text.length;
  }
  return { lines: lines.slice(first), left };
}

function sizeOf(lines: readonly BundleLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}
