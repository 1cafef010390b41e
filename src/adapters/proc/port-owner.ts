import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { plainLine } from '../../policy/words/plain-text.js';
import { markOf } from './marker.js';
import { init } from './orphan.js';
import { findPortHolders } from './port-holders.js';
import type { ProcessRow } from './ps.js';
import { findProcess } from './table.js';

/** Who listens on a port. */
export interface PortOwner {
  readonly port: number;
  /** Undefined where the system does not show it. */
  readonly row: ProcessRow | undefined;
  /** What it was started as; undefined where this run did not start it. */
  readonly mark: string | undefined;
}

/** What a process was started as that has dropped its marker; undefined where that is not known. */
export type MarkWithoutMarker = (row: ProcessRow) => string | undefined;

/**
 * Finds who listens on these ports, and whether this run started it.
 * @param runId the word with which this run marks what it starts
 */
export async function findPortOwners(
  ports: readonly number[],
  runId: string,
  markWithoutMarker: MarkWithoutMarker = () => undefined,
): Promise<readonly PortOwner[]> {
  const holders = await findPortHolders(ports);
  return holders.map(({ port, pids }) => {
    // Who has only inherited it, as a child does until it executes its program, began later; numbers begin again after the highest.
    const rows = pids.flatMap((pid) => findProcess(pid) ?? []).sort((one, other) => one.startTime - other.startTime);
    const seen = rows.map((row) => ({ port, row, mark: markOf(row, runId) ?? markWithoutMarker(row) }));
    return seen.find(({ mark }) => mark !== undefined) ?? seen[0] ?? { port, row: undefined, mark: undefined };
  });
}

/** The process of this run that a listener belongs to; undefined where it is none of them. */
export function ownerOf({ mark }: PortOwner): string | undefined {
  const name = /^process:(.*)$/.exec(mark ?? '')?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/**
 * Names the owner: "port 3000 is held by pid 4242 (node), not ours".
 * @param program the name that the system gives the program that wants the port, where it is known
 */
export function sayPortOwner(found: PortOwner, program?: string): string {
  const { port, row, mark } = found;
  if (row === undefined) return `port ${port} is held by a process that cannot be seen from here`;
  const name = ownerOf(found);
  const stranger =
    row.comm === program && row.parent === init ? 'which an earlier start seems to have left in the background' : 'not ours';
  const owner = name === undefined ? (mark === undefined ? stranger : 'a check of ours') : `of ${name}`;
  return `port ${port} is held by pid ${row.pid} (${programOf(row)}), ${owner}`;
}

/** What the user would call it. Some programs, Node among them, give their main thread another name. */
export function programOf({ pid, comm }: ProcessRow): string {
  try {
    const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
    // Daemons write a title there: "nginx: master process…", "php-fpm: master process (/etc/…)".
    const isTitle = /^[^/]*: /.test(name) || (/[: ]/.test(name) && name.startsWith(comm));
    return plainLine((isTitle ? '' : basename(name)) || comm);
  } catch {
    return plainLine(comm); // Another system, or it has ended.
  }
}
