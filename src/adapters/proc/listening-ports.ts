import type { TreeUsages } from '../../ports/usage-sampler.js';
import { listeningSockets, socketsOf } from './port-holders.js';

/** Finds the TCP ports that trees listen on by /proc. The descriptors of their members are looked at only when something changed. */
export class ListeningPorts {
  #seen = '';
  #found: ReadonlyMap<string, readonly number[]> = new Map();

  /** The ports of each tree, ascending, by its mark; a tree without one is not in it. */
  find(trees: TreeUsages): ReadonlyMap<string, readonly number[]> {
    const portOf = listeningSockets();
    const members = [...trees].map(
      ([mark, { members: rows }]) => `${mark} ${rows.map(({ pid, startTime }) => `${pid}-${startTime}`)}`,
    );
    const seen = [...portOf.keys(), ...members].join('\n');
    if (seen === this.#seen) return this.#found;
    this.#seen = seen;
    this.#found = new Map(
      [...trees].flatMap(([mark, { members }]) => {
        const ports = members.flatMap(({ pid }) => [...socketsOf(pid)].flatMap((inode) => portOf.get(inode) ?? []));
        return ports.length === 0 ? [] : [[mark, [...new Set(ports)].sort((one, other) => one - other)] as const];
      }),
    );
    return this.#found;
  }
}
