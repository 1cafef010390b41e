import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { runLsof } from './lsof.js';
import { hasProc } from './table.js';

/** Who listens on a port. */
export interface PortHolder {
  readonly port: number;
  /** Several where a socket was inherited; none where the system does not say, as for another user's. */
  readonly pids: readonly number[];
}

/** Finds who listens on any of these TCP ports, by whatever address. Finds nobody where the system does not report it. */
export async function findPortHolders(ports: readonly number[]): Promise<readonly PortHolder[]> {
  if (!hasProc) {
    const listeners = await runLsof({ ports });
    const held = ports.map((port) => ({ port, pids: listeners.flatMap((each) => (each.port === port ? each.pid : [])) }));
    return held.flatMap(({ port, pids }) => (pids.length === 0 ? [] : [{ port, pids: [...new Set(pids)] }]));
  }
  const portOf = new Map([...listeningSockets()].filter(([, port]) => ports.includes(port)));
  if (portOf.size === 0) return [];
  const pidsOf = new Map([...new Set(portOf.values())].map((port) => [port, new Set<number>()]));
  for (const { pid, inode } of openSockets()) pidsOf.get(portOf.get(inode) ?? 0)?.add(pid);
  return [...pidsOf].map(([port, pids]) => ({ port, pids: [...pids] }));
}

/** The port of every TCP socket that listens, by the socket's inode. Linux only. */
export function listeningSockets(): ReadonlyMap<string, number> {
  const rows = ['tcp', 'tcp6'].flatMap((table) => parseSocketTable(readTable(table)));
  return new Map(rows.map(({ inode, port }) => [inode, port]));
}

/** The inodes of the sockets that a process holds; none where the system does not say. Linux only. */
export function* socketsOf(pid: number | string): Iterable<string> {
  for (const descriptor of list(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(read(`/proc/${pid}/fd/${descriptor}`))?.[1];
    if (inode !== undefined) yield inode;
  }
}

/**
 * The sockets of /proc/net/tcp or tcp6 that listen.
 * Source: proc_net(5): the second column is the local address in hexadecimal digits, the fourth the state, 0A for LISTEN.
 */
export function parseSocketTable(text: string): readonly { readonly inode: string; readonly port: number }[] {
  return text.split('\n').flatMap((line) => {
    if (!line.includes(' 0A ')) return []; // A busy machine has thousands of others.
    const [, address = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== '0A' || inode === undefined) return [];
    return [{ inode, port: Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16) }];
  });
}

function readTable(name: string): string {
  try {
    return readFileSync(`/proc/net/${name}`, 'latin1');
  } catch {
    return ''; // A system without IPv6 has no tcp6.
  }
}

function* openSockets(): Iterable<{ readonly pid: number; readonly inode: string }> {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const inode of socketsOf(entry)) yield { pid: Number(entry), inode };
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Another user's, or it has ended.
  }
}

function read(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // Closed a moment ago.
  }
}
