import type { FiledLogs } from '../../adapters/log-file/filed.js';
import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { namedUnits } from '../../policy/words/named-units.js';
import { nearest } from '../../policy/words/nearest.js';
import type { FiledPlace } from '../../ports/log-sink.js';
import type { LogRecord } from '../../protocol/pages.js';
import { widthFor } from '../output/line-prefix.js';
import { LogPrinter } from '../output/log-printer.js';
import { jsonText, print, warn } from '../output/print.js';
import { filedRecords, isAskedFor, type LogsRequest } from './filed-records.js';
import { byLife } from './lives.js';

/**
 * Prints lines of logs, by time; with `follow` also those to come, until the watchdog ends. Where more is asked for than a
 * running watchdog has kept, and where none runs, the lines come from the log files.
 */
export async function showLogs(client: ControlClient, filed: FiledLogs, request: LogsRequest): Promise<void> {
  let names: readonly string[];
  try {
    // With the names of all, in their order, the prefixes are as wide as they have to be from the first line on.
    names = (await client.status(request.names)).map(({ name }) => name);
  } catch (error) {
    const known = filed.names();
    if (!(error instanceof WatchdogError && error.code === 'NOT_RUNNING') || known.length === 0) throw error;
    return showFiled(filed, known, request);
  }
  const { follow, n, since, grep } = request;
  const show = await shower(names, request);
  const bounds = { ...(n === undefined || grep !== undefined ? {} : { n }), ...(since === undefined ? {} : { since }) };
  const from = since === undefined ? undefined : nodeClock.wallTime() - since;
  // Held until all are there, since older ones come from files, and the watchdog runs no pattern of a stranger to count by.
  let past: PastLines | undefined = n === undefined && since === undefined ? undefined : new PastLines();
  const release = async (): Promise<void> => {
    const held = past;
    past = undefined;
    if (held !== undefined)
      for (const record of byLife(names.map((name) => () => held.with(filed, name, request, from)))) await show(record);
  };
  const files = past !== undefined;
  for await (const message of client.logs({ names: request.names, follow, files, ...bounds })) {
    if (message.event === 'live') await release();
    else if (message.event === 'files') past?.begins(message.data.name, message.data.place);
    else if (message.event === 'missed') {
      warn(`${message.data.lines} lines of ${message.data.name} were dropped before they could be shown`);
    } else if (past !== undefined) past.add(message.data, request);
    else if (isAskedFor(request, message.data.text)) await show(message.data);
  }
  await release();
}

async function showFiled(filed: FiledLogs, known: readonly string[], request: LogsRequest): Promise<void> {
  const found = namedUnits(
    request.names,
    known.map((name) => {
      const [, replicaOf] = /^(.+)-\d+$/.exec(name) ?? [];
      return { name, group: null, ...(replicaOf === undefined ? {} : { replicaOf }) };
    }),
  );
  if ('unknown' in found) throw unknown(found.unknown, known);
  const rest = request.follow ? '; nothing will follow' : '';
  warn(`no watchdog runs here; these lines are from the log files${rest}`);
  const names = request.names.length > 0 ? found.names : known;
  const { n, since, grep } = request;
  const asked = { grep, newest: n, from: since === undefined ? undefined : nodeClock.wallTime() - since };
  const show = await shower(names, request);
  for (const record of byLife(names.map((name) => () => filedRecords(filed, name, asked)))) await show(record);
}

async function shower(names: readonly string[], { json }: LogsRequest): Promise<(record: LogRecord) => Promise<void>> {
  const printer = new LogPrinter(names, process.stdout, await widthFor(names));
  return (record) => print(json ? `${jsonText(record)}\n` : printer.format(record));
}

/** The lines that a running watchdog has kept, until those from before them are known. */
class PastLines {
  readonly #lines = new Map<string, LogRecord[]>();
  readonly #places = new Map<string, FiledPlace>();

  /** Says where the lines before them end in the files. */
  begins(name: string, place: FiledPlace | null): void {
    if (place !== null) this.#places.set(name, place);
  }

  add(record: LogRecord, request: LogsRequest): void {
    const { name, text } = record;
    const lines = this.#lines.get(name) ?? [];
    this.#lines.set(name, lines);
    if (isAskedFor(request, text)) lines.push(record);
  }

  /** The lines of a process, with those from its files before them. */
  *with(filed: FiledLogs, name: string, request: LogsRequest, from: number | undefined): Generator<LogRecord> {
    const { n, grep } = request;
    const own = this.#lines.get(name) ?? [];
    const lacking = n === undefined ? undefined : n - own.length;
    const place = this.#places.get(name);
    if (place !== undefined && (lacking === undefined || lacking > 0))
      yield* filedRecords(filed, name, { grep, from, newest: lacking, place });
    yield* n === undefined || n >= own.length ? own : own.slice(own.length - n);
  }
}

function unknown(name: string, known: readonly string[]): WatchdogError {
  const close = nearest(name, known);
  const hint = close === undefined ? `there are log files of ${known.join(', ')}` : `did you mean "${close}"?`;
  return new WatchdogError('USAGE', `no watchdog runs here, and there is no log file of "${name}"; ${hint}`);
}
