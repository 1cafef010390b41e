import { readFileSync, renameSync, rmSync, statSync, writeFile, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { CgroupPlace } from '../cgroup/folder.js';
import { privateWrite } from '../files/private.js';
import type { ProcessBirth } from '../proc/birth.js';
import type { TrackedTree } from '../spawn/tree-registry.js';

// Not that of node:fs/promises, with which Node loads a line editor in the middle of every start, 5 ms.
const writeAsync = promisify(writeFile);

/** What a run writes down of itself, for the one that finds it when it died. */
export interface JournalRecord {
  readonly version: 1;
  /** The word that marks everything that the run started. */
  readonly runId: string;
  readonly watchdog: ProcessBirth;
  readonly trees: readonly TrackedTree[];
  /** The folder of its control groups; undefined where it has none. */
  readonly cgroups?: CgroupPlace;
}

/**
 * Reads a journal; undefined where there is none.
 * @throws Error that says in words why it cannot be believed
 */
export function readJournal(file: string): JournalRecord | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.uid !== process.getuid?.()) throw new Error('it is not a file of this user');
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isRecord(record)) throw new Error('it is not of the expected form');
  return record;
}

/** Replaces a journal in one step, so that nobody ever reads half of one. */
export function writeJournal(file: string, record: JournalRecord): void {
  // Not synced to the disk: it only counts until the machine restarts, and until then the system has it.
  writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`, privateWrite);
  renameSync(`${file}.new`, file);
}

/**
 * Replaces a journal in one step as `writeJournal` does, off the main thread.
 * @param isStale asked before the last step, which is left out where it answers true
 */
export async function replaceJournal(file: string, record: JournalRecord, isStale: () => boolean): Promise<void> {
  await writeAsync(`${file}.next`, `${JSON.stringify(record)}\n`, privateWrite);
  // Synchronous, so that nothing can come between the question and the step.
  if (isStale()) rmSync(`${file}.next`, { force: true });
  else renameSync(`${file}.next`, file);
}

/** Removes a journal; one that is not there is no error. */
export function removeJournal(file: string): void {
  rmSync(file, { force: true });
}

function isRecord(value: unknown): value is JournalRecord {
  return (
    hasFields(value, { version: 'number', runId: 'string', watchdog: 'object', trees: 'object' }) &&
    value.version === 1 &&
    // It becomes part of a pattern that is searched for in all environments.
    /^[0-9a-f-]{36}$/.test(String(value.runId)) &&
    hasFields(value.watchdog, { pid: 'number', startTime: 'number', bootId: 'string' }) &&
    Array.isArray(value.trees) &&
    value.trees.every(isTree) &&
    (value.cgroups === undefined || hasFields(value.cgroups, { path: 'string', inode: 'number' }))
  );
}

function isTree(value: unknown): boolean {
  return (
    hasFields(value, { mark: 'string', pid: 'number', startTime: 'number', scope: 'string' }) &&
    Number.isSafeInteger(value.pid) &&
    // Signals to the groups 0 and 1 mean everybody.
    Number(value.pid) > 1 &&
    Number.isSafeInteger(value.startTime) &&
    (value.scope === 'all' || value.scope === 'group')
  );
}

function hasFields(value: unknown, types: Readonly<Record<string, string>>): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(types).every(([name, type]) => typeof (value as Record<string, unknown>)[name] === type);
}
