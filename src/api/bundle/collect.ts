import { ownVersion } from '../../adapters/node/own-version.js';
import { plainText } from '../../policy/words/plain-text.js';
import { redactAll } from '../../policy/words/redactor.js';
import type { Clock } from '../../ports/clock.js';
import type { EventHistory } from '../../supervisor/events/history.js';
import type { TrailRow } from '../../supervisor/history/row-trail.js';
import type { Watchdog } from '../watchdog.js';
import { gatherLogs } from './logs.js';
import type { BundleHeader, BundlePart, BundleRecord } from './records.js';

/** Milliseconds that a bundle goes back where nothing else is said. */
export const usualSinceMs = 30 * 60_000;

/** Lines of a log in one record. */
const linesAtOnce = 500;

/** What a bundle is made of. */
export interface BundleParts {
  readonly watchdog: Watchdog;
  readonly history: EventHistory;
  readonly clock: Clock;
  readonly project: string;
  /** How far back logs and rows go, in milliseconds. */
  readonly sinceMs: number;
}

/** A bundle before it is written. */
export interface Bundle {
  readonly header: BundleHeader;
  /** All further lines, each with its secrets masked when it is asked for. */
  readonly records: Iterable<BundleRecord>;
}

/** Brings together all that is needed to understand what happened. Nothing of it has a secret in it that is known as one. */
export async function collectBundle({ watchdog, history, clock, project, sinceMs }: BundleParts): Promise<Bundle> {
  await watchdog.usage.measure();
  const rows = watchdog.snapshots();
  const names = rows.map(({ name }) => name);
  const [at, now] = [clock.wallTime(), clock.now()];
  for (const name of names) await watchdog.tree(name);
  const logs = await gatherLogs({
    logs: new Map(names.flatMap((name) => (watchdog.log(name) === undefined ? [] : [[name, watchdog.log(name)!] as const]))),
    folder: watchdog.logFolder,
    from: at - sinceMs,
  });
  const trail = rowsFrom(watchdog.record.trail.rows, now - sinceMs);
  const report = watchdog.record.startTimes.report;
  const statuses = names.flatMap((name) => watchdog.getStatus(name) ?? []);
  const details = names.flatMap((name) => watchdog.details(name) ?? []);
  const crashes = names.flatMap((name) => {
    const cards = watchdog.crashes(name);
    return cards.length === 0 ? [] : [{ name, cards }];
  });
  const contents: readonly BundlePart[] = [
    { what: 'statuses', count: statuses.length },
    { what: 'changes of rows', count: trail.length },
    { what: 'events', count: history.records.length },
    { what: 'details with configuration, time line, exits, checks and usage', count: details.length },
    { what: 'crash cards', count: crashes.reduce((sum, { cards }) => sum + cards.length, 0) },
    { what: 'start-up timing', count: Number(report !== null) },
    ...[...logs].map(([name, lines]) => ({ what: `lines of ${name}`, count: lines.length })),
  ].filter(({ count }) => count > 0);
  const plain: readonly BundleRecord[] = [
    ...statuses.map((status) => ({ kind: 'status', status }) as const),
    ...trail.map((row) => ({ kind: 'row', ...row }) as const),
    ...history.records.map((event) => ({ kind: 'event', event }) as const),
    ...details.map((each) => ({ kind: 'details', details: each }) as const),
    ...crashes.map((each) => ({ kind: 'crashes', ...each }) as const),
    ...(report === null ? [] : [{ kind: 'timing', report } as const]),
    ...[...logs].flatMap(([name, lines]) => piecesOf(lines).map((piece) => ({ kind: 'log', name, lines: piece }) as const)),
  ];
  const redact = redactor(watchdog);
  const versions = { watchdog: ownVersion(), node: process.version, system: `${process.platform} ${process.arch}` };
  const header: BundleHeader = { bundle: 1, project, at, now, sinceMs, names, versions, contents };
  return { header: redactAll(header, redact), records: redacted(plain, redact) };
}

function* redacted(records: readonly BundleRecord[], redact: (text: string) => string): Generator<BundleRecord> {
  for (const record of records) yield redactAll(record, redact);
  yield { kind: 'end', records: records.length };
}

/** Takes out secrets that are broken up by colours and the like too; then the colours go. */
function redactor(watchdog: Watchdog): (text: string) => string {
  return (text) => {
    const masked = watchdog.redact(text);
    if (!/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(masked)) return masked;
    const plain = plainText(masked);
    const again = watchdog.redact(plain);
    return again === plain ? masked : again;
  };
}

/** The rows from a moment on, and how each was at that moment. */
function rowsFrom(rows: readonly TrailRow[], from: number): readonly TrailRow[] {
  const before = new Map(rows.flatMap((row) => (row.at < from ? [[row.name, row] as const] : [])));
  return rows.filter((row) => row.at >= from || before.get(row.name) === row);
}

function piecesOf<T>(lines: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(lines.length / linesAtOnce) }, (_, index) =>
    lines.slice(index * linesAtOnce, (index + 1) * linesAtOnce),
  );
}
