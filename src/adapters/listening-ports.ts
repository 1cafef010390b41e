import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseSocketTable } from './port-holders.js';
import { hasProc } from './process-table.js';

/** The TCP ports that these processes listen on, by pid; where the system does not tell, none. */
export async function findListeningPorts(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (pids.length === 0) return new Map();
  if (!hasProc) return parseLsofPorts(await runLsof(pids));
  const portOf = new Map(['tcp', 'tcp6'].flatMap(readSockets).map(({ inode, port }) => [inode, port]));
  return new Map(
    pids.map((pid) => [pid, sorted(socketsOf(pid).flatMap((inode) => (portOf.has(inode) ? [portOf.get(inode)!] : [])))] as const),
  );
}

/** What `lsof -Fpn` prints: a line `p…` with a pid, then lines `n…` with the addresses that it listens on. */
export function parseLsofPorts(text: string): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  let pid = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    const port = line.startsWith('n') ? Number(line.slice(line.lastIndexOf(':') + 1)) : Number.NaN;
    if (Number.isInteger(port)) found.set(pid, [...(found.get(pid) ?? []), port]);
  }
  return new Map([...found].map(([each, ports]) => [each, sorted(ports)]));
}

function sorted(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].sort((one, other) => one - other);
}

function readSockets(table: string): ReturnType<typeof parseSocketTable> {
  try {
    return parseSocketTable(readFileSync(`/proc/net/${table}`, 'latin1'));
  } catch {
    return []; // A system without IPv6 has no tcp6.
  }
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => socketOf(`/proc/${pid}/fd/${descriptor}`));
  } catch {
    return []; // Another user's, or it has ended.
  }
}

function socketOf(link: string): readonly string[] {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
    return inode === undefined ? [] : [inode];
  } catch {
    return []; // Closed a moment ago.
  }
}

function runLsof(pids: readonly number[]): Promise<string> {
  const args = ['-nP', '-a', '-p', pids.join(','), '-iTCP', '-sTCP:LISTEN', '-Fpn'];
  // It ends with 1 where it finds nothing, and then prints nothing.
  return new Promise((resolve) => execFile('lsof', args, { timeout: 5000 }, (_error, stdout) => resolve(stdout)));
}
