import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BundleHeader, BundleRecord } from '../../api/bundle/records.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import { WatchdogError } from '../../policy/words/errors.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import type { TrailRow } from '../../supervisor/history/row-trail.js';
import type { LogLine } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import { headerSchema, recordSchema } from './schema.js';

/** Bytes that a bundle may have when it is no longer compressed. */
const mostBytes = 512 * 1024 * 1024;

/** What a bundle holds. */
export interface Recording {
  readonly header: Pick<BundleHeader, 'project' | 'at' | 'now' | 'sinceMs' | 'names'>;
  /** How each row was, the oldest first. */
  readonly rows: ReadonlyMap<string, readonly TrailRow[]>;
  readonly events: readonly EventRecord[];
  readonly details: ReadonlyMap<string, ProcessDetails>;
  readonly crashes: ReadonlyMap<string, readonly CrashCard[]>;
  readonly timing: TimingReport | null;
  readonly logs: ReadonlyMap<string, readonly LogLine[]>;
}

/**
 * Reads a bundle.
 * @throws WatchdogError USAGE that says why it is none that can be replayed
 */
export function readBundle(path: string): Recording {
  const refuse = (why: string): never => {
    throw new WatchdogError('USAGE', `${path} cannot be replayed: ${why}`);
  };
  let text: string;
  try {
    text = gunzipSync(readFileSync(path), { maxOutputLength: mostBytes }).toString();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return refuse('there is no such file');
    if (code === 'ERR_BUFFER_TOO_LARGE') return refuse('it is too large');
    return refuse(code?.startsWith('Z_') === true ? 'it is not a bundle, or it is not complete' : message);
  }
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const header = headerSchema.safeParse(jsonOf(first));
  if (!header.success) return refuse('its version is not supported');
  const records: BundleRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const parsed = recordSchema.safeParse(jsonOf(line));
    if (!parsed.success) return refuse(`its line ${index + 2} is not valid`);
    // The schema asks for what is drawn; the types say all that is written.
    records.push(parsed.data as unknown as BundleRecord);
  }
  const last = records.pop();
  if (last?.kind !== 'end' || last.records !== records.length) return refuse('it is not complete');
  return recordingOf(header.data, records);
}

function recordingOf(header: Recording['header'], records: readonly BundleRecord[]): Recording {
  const rows = new Map<string, TrailRow[]>();
  const logs = new Map<string, LogLine[]>();
  const details = new Map<string, ProcessDetails>();
  const crashes = new Map<string, readonly CrashCard[]>();
  const events: EventRecord[] = [];
  let timing: TimingReport | null = null;
  for (const record of records) {
    if (record.kind === 'row') rows.set(record.name, [...(rows.get(record.name) ?? []), record]);
    else if (record.kind === 'event') events.push(record.event);
    else if (record.kind === 'details') details.set(record.details.name, record.details);
    else if (record.kind === 'crashes') crashes.set(record.name, record.cards);
    else if (record.kind === 'timing') timing = record.report;
    else if (record.kind === 'log') {
      const known = logs.get(record.name) ?? [];
      logs.set(record.name, known);
      for (const line of record.lines) known.push({ ...line, seq: known.length });
    }
  }
  return { header, rows, events, details, crashes, timing, logs };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
