import { stripVTControlCharacters } from 'node:util';
import type { ControlClient } from '../control/client.js';
import type { LogRecord } from '../control/protocol.js';
import { LogPrinter } from './log-printer.js';
import { print, say } from './print.js';

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

/** Prints lines of logs, by time; with `follow` also those to come, until the watchdog ends. */
export async function showLogs(client: ControlClient, request: LogsRequest): Promise<void> {
  const { follow, json, n, since, grep } = request;
  // With the names of all, in their order, the prefixes are as wide as they have to be from the first line on.
  const names = (await client.status(request.names)).map(({ name }) => name);
  const printer = new LogPrinter(names, process.stdout);
  const show = (record: LogRecord): Promise<void> => print(json ? `${JSON.stringify(record)}\n` : printer.format(record));
  const bounds = { ...(n === undefined || grep !== undefined ? {} : { n }), ...(since === undefined ? {} : { since }) };
  // The watchdog runs no pattern of a stranger, so it cannot count the lines that match.
  let held: LogRecord[] | undefined = n !== undefined && grep !== undefined ? [] : undefined;
  const release = async (): Promise<void> => {
    const records = newest(held ?? [], n ?? 0);
    held = undefined;
    for (const record of records) await show(record);
  };
  for await (const message of client.logs({ names: request.names, follow, ...bounds })) {
    if (message.event === 'live') await release();
    else if (message.event === 'missed') {
      say(`watchdog: ${message.data.lines} lines of ${message.data.name} were dropped before they could be shown`);
    } else if (grep === undefined || grep.test(stripVTControlCharacters(message.data.text))) {
      if (held === undefined) await show(message.data);
      else held.push(message.data);
    }
  }
  await release();
}

/** The last `n` records of each process, in their order. */
function newest(records: readonly LogRecord[], n: number): readonly LogRecord[] {
  const counts = new Map<string, number>();
  const kept = records.toReversed().filter(({ name }) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name)! <= n;
  });
  return kept.toReversed();
}
