import { execFile } from 'node:child_process';
import { listeningSockets, socketsOf } from './port-holders.js';
import { hasProc } from './table.js';

/** The TCP ports that these processes listen on, by pid; where the system does not tell, none. */
export async function findListeningPorts(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (pids.length === 0) return new Map();
  if (!hasProc) return parseLsofPorts(await runLsof(pids));
  const portOf = listeningSockets();
  return new Map(pids.map((pid) => [pid, sorted([...socketsOf(pid)].flatMap((inode) => portOf.get(inode) ?? []))] as const));
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

function runLsof(pids: readonly number[]): Promise<string> {
  const args = ['-nP', '-a', '-p', pids.join(','), '-iTCP', '-sTCP:LISTEN', '-Fpn'];
  // It ends with 1 where it finds nothing, and then prints nothing.
  return new Promise((resolve) => execFile('lsof', args, { timeout: 5000 }, (_error, stdout) => resolve(stdout)));
}
