import type { Watchdog } from '../api/watchdog.js';
import { decisiveLine } from '../policy/diagnosis/crash.js';
import { sayCause } from '../policy/diagnosis/diagnose.js';
import type { Diagnosis } from '../policy/diagnosis/diagnosis.js';
import { describeBuffering } from '../policy/process/buffering.js';
import { type ExitRecord, exitFact } from '../policy/restart/exit.js';
import { levelOf } from '../policy/words/log-level.js';
import { plainText } from '../policy/words/plain-text.js';
import type { WhyDocument } from '../protocol/documents.js';
import { silenceMs } from '../supervisor/process/silence-hint.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { literalName, statusDocuments } from './status-document.js';

const mostExits = 5;
const mostErrorLines = 12;
const longestLine = 300;
/** Lines of a log in which errors are searched for. */
const lastSearched = 2000;
/** Below an error: stack frames that are not of the user's own code, what Node prints of its fields, and its version. */
const aftermath =
  /^\s*at .*(?:node:|node_modules)|^\s*File ".*(?:site-packages|lib\/python3)|^\s*(?:errno|code|syscall|path|address|port): |^[{}\])]+,?$|^Node\.js v\d/;

/**
 * Why a process is in its state.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function whyDocument(watchdog: Watchdog, name: string): WhyDocument {
  const status = statusDocuments(watchdog, [literalName(watchdog, name)])[0]!;
  const rows = new Map(watchdog.snapshots().map((snapshot) => [snapshot.name, snapshot]));
  const neighbour = (other: string) => {
    const found = watchdog.getStatus(other);
    return found === null ? null : { name: other, state: found.state, health: found.health, reason: found.reason };
  };
  const cause = causeOf(rows.get(name));
  const blocked = rows.get(name)?.blocked ?? null;
  const root = blocked?.root ?? rootOf(rows, name);
  const rootRow = root === undefined ? null : neighbour(root);
  return {
    status,
    dependencies: status.dependsOn.flatMap((needed) => neighbour(needed) ?? []),
    exits: exitsOf(watchdog, name),
    hint: hintOf(watchdog, name),
    cause: cause === null ? null : sayCause(cause),
    diagnosis: inParts(cause),
    root: rootRow === null ? null : { ...rootRow, inVain: blocked !== null, diagnosis: inParts(causeOf(rows.get(rootRow.name))) },
    errorLines: errorLinesOf(watchdog, rows.get(name)),
  };
}

/** Where the chain begins that a process waits for: the first of its dependencies that is not ready and waits for nothing itself. */
function rootOf(rows: ReadonlyMap<string, ProcessSnapshot>, name: string): string | undefined {
  const seen = new Set<string>();
  let at = rows.get(name);
  while (at?.state === 'waiting' && !seen.has(at.name)) {
    seen.add(at.name);
    at = at.dependsOn.map((needed) => rows.get(needed)).find((row) => row !== undefined && !isReady(row));
  }
  return at === undefined || at.name === name ? undefined : at.name;
}

function isReady({ state, health }: ProcessSnapshot): boolean {
  return state === 'completed' || (state === 'running' && (health === 'healthy' || health === 'none'));
}

/** What the last death probably comes from, unless it has ended as wanted since. */
function causeOf(snapshot: ProcessSnapshot | undefined): Diagnosis | null {
  return snapshot?.death?.cause ?? null;
}

function inParts(cause: Diagnosis | null): WhyDocument['diagnosis'] {
  return cause === null ? null : { what: cause.what, advice: cause.advice, line: cause.line ?? null };
}

function exitsOf(watchdog: Watchdog, name: string): readonly ExitRecord[] {
  const exits = (watchdog.details(name)?.ends ?? []).map(
    ({ at, by, action, why, ranMs, ...exit }): ExitRecord => ({ ...exitFact(exit), at, by, action, why, ranMs }),
  );
  return exits.toReversed().slice(0, mostExits);
}

function hintOf(watchdog: Watchdog, name: string): string | null {
  const program = watchdog.details(name)?.buffering;
  return program === undefined ? null : describeBuffering(program, silenceMs);
}

function errorLinesOf(watchdog: Watchdog, snapshot: ProcessSnapshot | undefined): readonly string[] {
  if (snapshot === undefined) return [];
  const card = snapshot.death && snapshot.state !== 'running' ? watchdog.crashes(snapshot.name).at(-1) : undefined;
  if (card === undefined) return errorsInLog(watchdog, snapshot.name);
  const lines = card.lines.map(({ text }) => plainText(text).trimEnd());
  const decisive = decisiveLine(card);
  const at = decisive === undefined ? -1 : lines.findLastIndex((line) => line.includes(decisive));
  const kept = at === -1 ? lines.slice(-mostErrorLines) : lines.slice(at);
  return kept
    .filter((line) => line !== '' && !aftermath.test(line))
    .slice(0, mostErrorLines)
    .map(cut);
}

function errorsInLog(watchdog: Watchdog, name: string): readonly string[] {
  const log = watchdog.log(name);
  if (log === undefined || log.errors === 0) return [];
  return log
    .slice(Math.max(log.firstSeq, log.nextSeq - lastSearched), log.nextSeq)
    .filter(({ stream, text }) => stream !== 'watchdog' && levelOf(text) === 'error')
    .slice(-mostErrorLines)
    .map(({ text }) => cut(watchdog.redact(plainText(text))));
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}
